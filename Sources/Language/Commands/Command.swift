import ArgumentParser
import Display

/// A word of the language: what may follow it, and what it does.
protocol Command: ParsableCommand {
  static var group: CommandGroup { get }
  /// Lines that run, each with what it does.
  static var examples: [Example] { get }
  /// What `name =` before the command keeps; `nil` if there is nothing to keep.
  static var makes: ValueKind? { get }
  /// The paper that it follows, where there is one.
  static var paper: String? { get }
  /// Whether every word that follows is taken as it is, dashes or not; its only argument is then
  /// parsed `.postTerminator`.
  static var takesAnyWords: Bool { get }

  /// Does it, and gives what there is to show and to keep.
  ///
  /// - Throws: `Complaint`, or what the rooms below throw.
  func run(in session: Session) throws -> Output
}

extension Command {
  static var makes: ValueKind? { nil }
  static var paper: String? { nil }
  static var takesAnyWords: Bool { false }

  /// The words that call it: "load adult", "show".
  static var name: String { configuration.commandName ?? "" }
}

/// How `help` groups the commands.
enum CommandGroup: String, Sendable, CaseIterable {
  case data = "Data"
  case build = "Build and train"
  case look = "Look"
  case keep = "Keep"
}

/// A line that a user can type, and what it does.
struct Example: Sendable {
  var line: String
  var meaning: String

  init(_ line: String, _ meaning: String = "") {
    self.line = line
    self.meaning = meaning
  }

  /// A command with its arguments and options, which are named without dashes; a flag has no words.
  init(
    _ command: String, _ arguments: [String], _ options: KeyValuePairs<String, String>,
    _ meaning: String = ""
  ) {
    let words = options.flatMap { ["--" + $0] + ($1.isEmpty ? [] : [$1]) }
    self.init(([command] + arguments + words).joined(separator: " "), meaning)
  }
}

/// What a command gives.
struct Output {
  /// Shown one below the other, unless the line keeps what it makes.
  var figures: [Figure] = []
  /// Kept by `name =`.
  var value: SessionValue?
  /// Said in any case, a line or several.
  var remark: String?

  /// Shows figures; the first is what `name =` keeps.
  static func show(_ figures: Figure...) -> Output { show(figures) }

  static func show(_ figures: [Figure]) -> Output {
    Output(figures: figures, value: figures.first.map { SessionValue($0) })
  }

  static func say(_ remark: String) -> Output { Output(remark: remark) }

  static func make(_ value: SessionValue, showing figures: [Figure]) -> Output {
    Output(figures: figures, value: value)
  }
}
