package import Display

/// Where a running cell puts what it shows.
package protocol CellSink: AnyObject {
  /// Shows a figure; the last line's is the cell's result.
  func show(_ figure: Figure, isResult: Bool)

  /// Shows a figure in place of the one shown before under the same identifier.
  func update(_ figure: Figure, displayID: String)

  /// Adds to the cell's output stream; lines end with a line feed.
  func write(_ text: String)

  /// A remark for people, without a line feed, that is no result.
  func warn(_ text: String)

  /// A page of help, for a pager where there is one.
  func page(_ text: String)

  /// Takes back what the cell has shown, with `wait` when the next output comes.
  func clear(wait: Bool)

  /// Asks for a line of text; `nil` where nobody can answer.
  ///
  /// - Throws: `CancellationError` if the cell is interrupted meanwhile.
  func ask(_ question: String) throws(CancellationError) -> String?
}
