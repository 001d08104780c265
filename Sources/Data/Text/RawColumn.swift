/// A column while its file is read: a number a row, in pieces that grow at the end.
final class RawColumn {
  let reading: TextTable.Reading
  private var pieces: [UnsafeMutablePointer<UInt32>] = []
  private var count = 0
  /// The words that the codes stand for; empty for numbers.
  private(set) var table = WordTable()
  private var codes: [Int32] = []

  init(_ reading: TextTable.Reading) { self.reading = reading }

  /// Takes memory for `rows` more rows.
  func reserve(_ rows: Int, in memory: ColumnMemory) throws(DataError) {
    while pieces.count < Piece.count(of: count + rows) {
      let bytes = Piece.rows * MemoryLayout<UInt32>.stride
      pieces.append(try memory.take(bytes).bindMemory(to: UInt32.self, capacity: Piece.rows))
    }
  }

  /// Adds the first rows of a chunk's column, for which there is memory.
  func append(
    _ column: UnsafePointer<ChunkColumn>, rows: Int, _ layout: TextLayout, in memory: ColumnMemory
  ) {
    if reading == .words { learn(column, layout) }
    var done = 0
    while done < rows {
      let place = count & (Piece.rows - 1)
      let piece = pieces[count >> Piece.shift]
      let length = min(rows - done, Piece.rows - place)
      let source = column.pointee.values + done
      if reading == .words {
        codes.withUnsafeBufferPointer { codes in
          for row in 0..<length {
            piece[place + row] = UInt32(bitPattern: codes[Int(source[row])])
          }
        }
      } else {
        (piece + place).update(from: source, count: length)
      }
      done += length
      count += length
      if place + length == Piece.rows {
        memory.forget(UnsafeRawBufferPointer(start: piece, count: Piece.rows * 4))
      }
    }
  }

  /// Finds the code of each of a chunk's words; −1 for those that mean "missing".
  private func learn(_ column: UnsafePointer<ChunkColumn>, _ layout: TextLayout) {
    let (entries, count) = (column.pointee.entries, column.pointee.entryCount)
    codes.removeAll(keepingCapacity: true)
    var found = [Int32](repeating: -1, count: WordTable.group)
    // Looked up in groups, whose accesses to memory do not wait for each other.
    for first in stride(from: 0, to: count, by: WordTable.group) {
      let size = min(WordTable.group, count - first)
      table.guess(entries + first, size, &found)
      for place in 0..<size {
        let entry = entries[first + place]
        if entry.isDamaged || layout.isMissing(entry.start, Int(entry.count)) {
          codes.append(-1)
        } else if found[place] >= 0, entry.count <= 8 {
          codes.append(found[place])
        } else {
          codes.append(table.code(of: entry.start, Int(entry.count), hash: entry.hash).code)
        }
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
