import Display
import Language
import System

/// What a cell shows, as text on the standard output.
///
/// Displays that change are rewritten in place on a terminal; in a file only their last state stands.
final class Terminal: CellSink {
  private let isTerminal = StandardStreams.outputIsTerminal
  /// The displays at the end of the output, which may still change.
  private var changing: [(name: String, text: String)] = []

  func show(_ figure: Figure, isResult: Bool) { write(figure.plainText) }

  func update(_ figure: Figure, displayID: String) {
    if isTerminal { removeChanging() }
    let display = (displayID, Self.line(figure.plainText))
    if let place = changing.firstIndex(where: { $0.name == displayID }) {
      changing[place] = display
    } else {
      changing.append(display)
    }
    if isTerminal { printChanging() }
  }

  func write(_ text: String) {
    finish()
    print(Self.line(text), terminator: "")
    StandardStreams.flush()
  }

  func warn(_ text: String) {
    finish()
    StandardStreams.writeError(Self.line(text))
  }

  func page(_ text: String) { write(text) }

  /// What is printed stays printed.
  func clear(wait: Bool) {}

  /// Asks on a terminal; nobody answers a script that reads from a file.
  func ask(_ question: String) -> String? {
    guard isTerminal, StandardStreams.inputIsTerminal else { return nil }
    finish()
    print(question, terminator: "")
    StandardStreams.flush()
    return readLine() ?? ""
  }

  /// Lets the displays stand as they are.
  func finish() {
    if !isTerminal { printChanging() }
    changing = []
  }

  private func printChanging() {
    print(changing.map(\.text).joined(), terminator: "")
    StandardStreams.flush()
  }

  /// Moves the cursor up to the first line of the displays and clears all below it.
  private func removeChanging() {
    let lines = changing.reduce(0) { count, display in
      count + display.text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    if lines > 0 { print("\u{1B}[\(lines)F\u{1B}[J", terminator: "") }
  }

  /// The text with a line feed at its end.
  private static func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}
