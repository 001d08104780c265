import Display
import Language
import System

/// Prints a cell's output as text.
///
/// Displays are updated in place on a terminal; a file gets only their final state.
final class Terminal: CellSink {
  private let isTerminal = StandardStreams.outputIsTerminal
  /// Displays at the end of the output that may still change.
  private var changing: [(name: String, text: String)] = []

  func show(_ figure: Figure, isResult: Bool) { write(figure.plainText) }

  func update(_ figure: Figure, displayID: String) {
    if isTerminal { removeChanging() }
    let display = (displayID, Self.line(figure.plainText))
    if let index = changing.firstIndex(where: { $0.name == displayID }) {
      changing[index] = display
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

  /// Does nothing: printed text cannot be cleared.
  func clear(wait: Bool) {}

  func endSession() {
    finish()
    StandardStreams.flush()
    ThisProcess.exit(0)
  }

  /// Asks on a terminal; returns `nil` elsewhere.
  func ask(_ question: String) -> String? {
    guard isTerminal, StandardStreams.inputIsTerminal else { return nil }
    finish()
    print(question, terminator: "")
    StandardStreams.flush()
    return readLine() ?? ""
  }

  /// Prints the final state of the displays.
  func finish() {
    if !isTerminal { printChanging() }
    changing = []
  }

  private func printChanging() {
    print(changing.map(\.text).joined(), terminator: "")
    StandardStreams.flush()
  }

  /// Moves the cursor to the first line of the displays and clears everything below.
  private func removeChanging() {
    let lines = changing.reduce(0) { count, display in
      count + display.text.utf8.count { $0 == UInt8(ascii: "\n") }
    }
    if lines > 0 { print("\u{1B}[\(lines)F\u{1B}[J", terminator: "") }
  }

  /// The text with a line feed at its end.
  private static func line(_ text: String) -> String { text.hasSuffix("\n") ? text : text + "\n" }
}
