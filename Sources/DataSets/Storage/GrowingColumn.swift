/// A column that grows at its end, in pieces that the system may write out.
final class GrowingColumn<Element: BitwiseCopyable & Sendable> {
  private let memory: ColumnMemory
  private var pieces: [UnsafeMutablePointer<Element>] = []
  private(set) var count = 0

  init(in memory: ColumnMemory) { self.memory = memory }

  /// Takes memory for `rows` more rows; not for two threads at once, as `append` is.
  func reserve(_ rows: Int) throws(DataError) {
    while pieces.count < Piece.count(of: count + rows) {
      let start = try memory.take(Piece.rows * MemoryLayout<Element>.stride)
      pieces.append(start.bindMemory(to: Element.self, capacity: Piece.rows))
    }
  }

  /// Adds a row, for which there is memory.
  @inline(__always)
  func append(_ value: Element) {
    let index = count & (Piece.rows - 1)
    let piece = pieces[count >> Piece.shift]
    piece[index] = value
    count += 1
    if index + 1 == Piece.rows {
      memory.forget(UnsafeRawBufferPointer(UnsafeBufferPointer(start: piece, count: Piece.rows)))
    }
  }

  /// The rows so far.
  var values: Values<Element> {
    Values(
      pieces.prefix(Piece.count(of: count)).map { UnsafePointer($0) }, count: count, in: memory)
  }
}
