/// One number a row, in pieces of 65,536 rows, in memory or in a mapped file.
package struct Values<Element: BitwiseCopyable & Sendable>: RandomAccessCollection,
  @unchecked Sendable
{
  /// Keeps the pieces alive.
  let memory: ColumnMemory
  @usableFromInline let pieces: [UnsafePointer<Element>]
  package let count: Int

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { count }

  /// The value of a row.
  @inlinable package subscript(row: Int) -> Element {
    precondition(row >= 0 && row < count)
    return pieces[row >> Piece.shift][row & (Piece.rows - 1)]
  }

  /// Columns that lie in `memory`, all pieces but the last of 65,536 rows.
  init(_ pieces: [UnsafePointer<Element>], count: Int, in memory: ColumnMemory) {
    precondition(pieces.count == Piece.count(of: count))
    self.pieces = pieces
    self.count = count
    self.memory = memory
  }

  /// A copy of `values`.
  package init(_ values: some Collection<Element>) {
    let memory = HeapBlock<Element>(values)
    self.memory = memory
    count = values.count
    pieces = (0..<Piece.count(of: values.count)).map {
      UnsafePointer(memory.start + $0 * Piece.rows)
    }
  }

  /// The rows of a piece.
  subscript(piece piece: Int) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(start: pieces[piece], count: Piece.range(piece, of: count).count)
  }

  /// Calls `body` with each piece and its first row, and forgets the piece if it lies in a file.
  func forEachPiece(
    _ body: (_ firstRow: Int, _ rows: UnsafeBufferPointer<Element>) throws -> Void
  ) rethrows {
    for piece in pieces.indices {
      try body(piece * Piece.rows, self[piece: piece])
      memory.forget(UnsafeRawBufferPointer(self[piece: piece]))
    }
  }
}

extension Values: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension Values: Equatable where Element: Equatable {
  /// Equal elements in the same order.
  package static func == (one: Self, other: Self) -> Bool { one.elementsEqual(other) }
}

extension Values where Element: Equatable {
  /// Equal elements in the same order.
  package static func == (one: Self, other: [Element]) -> Bool { one.elementsEqual(other) }
}

/// How rows are cut into pieces.
@usableFromInline
package enum Piece {
  @usableFromInline static let shift = 16
  /// Rows of every piece but the last.
  @usableFromInline static let rows = 1 << 16

  static func count(of rows: Int) -> Int { (rows + Self.rows - 1) >> shift }

  /// The rows of a piece of `count` rows in all.
  static func range(_ piece: Int, of count: Int) -> Range<Int> {
    piece << shift..<min(count, (piece + 1) << shift)
  }
}

/// A copy of a collection.
private final class HeapBlock<Element: BitwiseCopyable>: ColumnMemory, @unchecked Sendable {
  let start: UnsafeMutablePointer<Element>

  init(_ values: some Collection<Element>) {
    start = .allocate(capacity: Swift.max(1, values.count))
    _ = UnsafeMutableBufferPointer(start: start, count: values.count).initialize(from: values)
  }

  deinit { start.deallocate() }
}
