import ArgumentParser
import DataSets
import Display

/// A command of the language: its arguments, its options and its effect.
protocol Command: ParsableCommand {
  static var group: CommandGroup { get }
  /// Runnable lines, each with its effect.
  static var examples: [Example] { get }
  /// The kind of value that `name =` keeps; `nil` if the command has no result to keep.
  static var makes: ValueKind? { get }
  /// The paper it follows, if there is one.
  static var paper: String? { get }
  /// True if all words that follow are taken literally, dashes included; the only argument is then
  /// parsed `.postTerminator`.
  static var takesAnyWords: Bool { get }
  /// The source that it loads; nil for any other command.
  static var source: (any DataSource.Type)? { get }

  /// The names whose values it changes, such as those of trained models.
  var changes: [String] { get }
  /// Queries in SQL, which read tables by their names.
  var queries: [String] { get }

  /// Runs the command and returns what to show and what to keep.
  ///
  /// - Throws: `Complaint`, or what the rooms below throw.
  func run(in session: Session) throws -> Output
}

extension Command {
  static var makes: ValueKind? { nil }
  static var paper: String? { nil }
  static var takesAnyWords: Bool { false }
  static var source: (any DataSource.Type)? { nil }
  var changes: [String] { [] }
  var queries: [String] { [] }

  /// The words that invoke it: "load adult", "show".
  static var name: String { configuration.commandName ?? "" }
}

/// The groups of commands in `help`; the raw values are the headings.
enum CommandGroup: String, Sendable, CaseIterable {
  case data = "Data"
  case build = "Build and train"
  case inspect = "Inspect"
  case session = "Session and files"
}

/// A line to type, and its effect.
struct Example: Sendable {
  var line: String
  var meaning: String

  init(_ line: String, _ meaning: String = "") {
    self.line = line
    self.meaning = meaning
  }

  /// A command with arguments and options; options are named without dashes, a flag has the value "".
  init(
    _ command: String, _ arguments: [String], _ options: KeyValuePairs<String, String>,
    _ meaning: String = ""
  ) {
    let words = options.flatMap { ["--" + $0] + ($1.isEmpty ? [] : [$1]) }
    self.init(([command] + arguments + words).joined(separator: " "), meaning)
  }
}

/// The result of a command.
struct Output {
  /// Figures to show below each other, unless the line keeps the value.
  var figures: [Figure] = []
  /// The value that `name =` keeps; `nil` for the figures.
  var value: SessionValue?
  /// Text to print in any case; one or more lines.
  var remark: String?
  /// How others make the value; `nil` where the line itself says it.
  var recipe: OwnRecipe?

  /// What `name =` keeps: the value, or else all that is shown.
  var kept: SessionValue? { value ?? (figures.isEmpty ? nil : SessionValue(figures)) }

  /// The figures whose rows a loop collects.
  var collected: [Figure] {
    if case .shown(let document, _) = value { document.figures } else { figures }
  }

  /// Shows figures, which `name =` keeps.
  static func show(_ figures: Figure...) -> Output { show(figures) }

  static func show(_ figures: [Figure]) -> Output {
    Output(figures: figures)
  }

  static func say(_ remark: String) -> Output { Output(remark: remark) }

  static func make(_ value: SessionValue, showing figures: [Figure]) -> Output {
    Output(figures: figures, value: value)
  }
}
