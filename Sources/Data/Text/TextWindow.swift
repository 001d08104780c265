import Glibc
import Numbers

/// Reads a text file window by window, the chunks of a window side by side on all cores.
///
/// Chunks are cut at line feeds. One that begins within a quoted field is read again from where
/// the chunk before it really ended, so the records are those of reading in one go.
final class TextWindow {
  private static let largest = 16 << 20
  private static let chunk = 1 << 20
  /// A record longer than this ends the reading.
  private static let longestRecord = 64 << 20

  private let file: FileBytes
  private var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var begin = 0
  private var filled = 0
  private var size = 1 << 16
  private(set) var isLast = false
  /// Lines of the file before the window.
  private(set) var firstLine = 0
  private(set) var readers: [ChunkReader] = []

  init(_ file: FileBytes) {
    self.file = file
    capacity = size
    memory = .allocate(capacity: capacity + 8)
  }

  deinit { memory.deallocate() }

  /// How much of the file has been read, from 0 to 1.
  var share: Double { file.share }

  /// Reads on after what is left over.
  func fill() throws(DataError) {
    let isFirst = firstLine == 0 && begin == 0 && filled == 0
    (memory).update(from: memory + begin, count: filled - begin)
    filled -= begin
    begin = 0
    if filled > Self.longestRecord {
      throw DataError(
        "A record is longer than \(Self.longestRecord) bytes.", wayOut: "Is this a text file?",
        file: file.path, line: firstLine + 1)
    }
    if filled + size > capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: filled + size + 8)
      larger.update(from: memory, count: filled)
      memory.deallocate()
      memory = larger
      capacity = filled + size
    }
    do throws(DataError) {
      let count = try file.read(
        into: UnsafeMutableRawBufferPointer(start: memory + filled, count: size))
      isLast = count < size
      filled += count
    } catch {
      var error = error
      error.line = firstLine + 1
      throw error
    }
    (memory + filled).update(repeating: 0, count: 8)
    size = min(size * 2, Self.largest)
    if isFirst, filled >= 3, memory[0] == 0xef, memory[1] == 0xbb, memory[2] == 0xbf { begin = 3 }
  }

  /// The next record, taken out of the window if `isTaken`; nil at the text's end.
  ///
  /// - Throws: `DataError` if that record is bad.
  func record(
    _ format: TextFormat, isTaken: Bool
  ) throws(DataError) -> (fields: [UnsafeBufferPointer<UInt8>], line: Int)? {
    while true {
      var scanner = RecordScanner(memory, begin..<filled, isLast: isLast, format: format)
      let outcome = scanner.next()
      let line = firstLine + scanner.recordLine + 1
      switch outcome {
      case .record:
        if isTaken {
          begin = scanner.position
          firstLine += scanner.line
        }
        let fields = scanner.fields.map {
          UnsafeBufferPointer(start: memory + $0.start, count: $0.end - $0.start)
        }
        return (fields, line)
      case .bad(let reason):
        throw BadRow(row: 0, line: line, reason: reason).error(in: file.path)
      case .cut, .end:
        if isLast { return nil }
        try fill()
      }
    }
  }

  /// Reads the window's records: one reader a chunk, in the order of the text.
  func readRecords(
    _ layout: TextLayout, _ isInterrupted: () -> Bool
  ) -> ArraySlice<ChunkReader> {
    var bounds = [begin]
    while let last = bounds.last, last < filled {
      let wanted = last + Self.chunk
      let next = wanted >= filled ? nil : memchr(memory + wanted, 10, filled - wanted)
      bounds.append(
        next.map { memory.distance(to: $0.assumingMemoryBound(to: UInt8.self)) + 1 } ?? filled)
    }
    let count = bounds.count - 1
    while readers.count < count { readers.append(ChunkReader()) }
    let (readers, text, end, isLast) = (readers, memory, filled, isLast)
    parallel(over: count) { chunk, _ in
      if isInterrupted() { return }
      readers[chunk].read(
        text, bounds[chunk]..<bounds[chunk + 1], textEnd: end, isLast: isLast, layout)
    }
    var used = 0
    if isInterrupted() { return readers[..<0] }
    while used < count {
      let start = used == 0 ? begin : readers[used - 1].end
      if start != bounds[used] {
        readers[used].read(
          text, start..<max(start, bounds[used + 1]), textEnd: end, isLast: isLast, layout)
      }
      used += 1
      if readers[used - 1].isCut { break }
    }
    return readers[..<used]
  }

  /// Leaves the records of these chunks behind.
  func consume(_ chunks: ArraySlice<ChunkReader>) {
    begin = chunks.last?.end ?? begin
    firstLine += chunks.reduce(0) { $0 + $1.lineCount }
  }
}
