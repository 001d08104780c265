/// A column while its file is read: one number per row, in pieces that grow at the end.
final class RawColumn {
  let reading: TextTable.Reading
  private var pieces: [UnsafeMutablePointer<UInt32>] = []
  private var count = 0
  /// The words that the codes stand for; empty for numbers.
  private(set) var table = WordTable()

  init(_ reading: TextTable.Reading) { self.reading = reading }

  /// The first rows of a column that lies in memory as numbers; nothing can be added to it.
  init(numbers: UnsafeBufferPointer<Float>, rows: Int) {
    reading = .numbers
    take(UnsafeRawBufferPointer(numbers), rows)
  }

  /// The same as codes of `words`.
  init(codes: UnsafeBufferPointer<Int32>, words: WordTable, rows: Int) {
    reading = .words
    table = words
    take(UnsafeRawBufferPointer(codes), rows)
  }

  private func take(_ bytes: UnsafeRawBufferPointer, _ rows: Int) {
    count = rows
    guard let start = bytes.bindMemory(to: UInt32.self).baseAddress else { return }
    pieces = (0..<Piece.count(of: rows)).map {
      UnsafeMutablePointer(mutating: start + $0 * Piece.rows)
    }
  }

  /// Takes memory for `rows` more rows.
  func reserve(_ rows: Int, in memory: ColumnMemory) throws(DataError) {
    while pieces.count < Piece.count(of: count + rows) {
      let bytes = Piece.rows * MemoryLayout<UInt32>.stride
      pieces.append(try memory.take(bytes).bindMemory(to: UInt32.self, capacity: Piece.rows))
    }
  }

  /// Adds the first rows of a chunk's column `index`, for which there is memory.
  func append(_ chunk: ChunkReader, _ index: Int, rows: Int, in memory: ColumnMemory) {
    let column = chunk.columns[index]
    var done = 0
    while done < rows {
      let slot = count & (Piece.rows - 1)
      let piece = UnsafeMutableRawPointer(pieces[count >> Piece.shift])
      let length = min(rows - done, Piece.rows - slot)
      if reading == .words {
        let codes = piece.assumingMemoryBound(to: Int32.self) + slot
        table.look(up: column.keys + done, length, of: chunk, to: codes)
      } else {
        let numbers = piece.assumingMemoryBound(to: Float.self) + slot
        numbers.update(from: column.numbers + done, count: length)
      }
      done += length
      count += length
      if slot + length == Piece.rows {
        memory.forget(UnsafeRawBufferPointer(start: piece, count: Piece.rows * 4))
      }
    }
  }

  /// The rows read so far as codes of words, −1 where one is missing.
  func codes(in memory: ColumnMemory) -> Values<Int32> { values(in: memory) }

  /// The rows read so far as numbers, NaN where one is missing.
  func numbers(in memory: ColumnMemory) -> Values<Float> { values(in: memory) }

  private func values<Element: BitwiseCopyable & Sendable>(
    in memory: ColumnMemory
  ) -> Values<Element> {
    let pieces = pieces.prefix(Piece.count(of: count)).map {
      UnsafePointer(UnsafeMutableRawPointer($0).assumingMemoryBound(to: Element.self))
    }
    return Values(pieces, count: count, in: memory)
  }
}
