package import Display

/// The destination of a running cell's output.
package protocol CellSink: AnyObject {
  /// The least time between two updates of a progress line, and before its first.
  var updateInterval: Duration { get }

  /// Shows a figure; the figure of the last line is the result of the cell.
  func show(_ figure: Figure, isResult: Bool)

  /// Replaces the figure that was shown with the same identifier.
  func update(_ figure: Figure, displayID: String)

  /// Appends to the output stream; lines end with a line feed.
  func write(_ text: String)

  /// Prints a warning, without a final line feed.
  func warn(_ text: String)

  /// Shows a help page, in a pager if there is one.
  func page(_ text: String)

  /// Clears the output of the cell; with `wait`, when the next output arrives.
  func clear(wait: Bool)

  /// Ends the console or script that runs the cell; a notebook continues.
  func endSession()

  /// Asks for a line of text; returns `nil` if nobody can answer.
  ///
  /// - Throws: `CancellationError` if the cell is interrupted meanwhile.
  func ask(_ question: String) throws(CancellationError) -> String?
}

extension CellSink {
  package var updateInterval: Duration { .milliseconds(250) }
}
