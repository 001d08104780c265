import CKernels
import Numbers
import System

/// Reads a text file window by window, the chunks of a window side by side on all cores.
///
/// Chunks are cut at line feeds. One that begins within a quoted field is read again from where
/// the chunk before it really ended, so the records are those of reading in one go.
final class TextWindow {
  private static let largest = 8 << 20
  /// A chunk, its marks and its columns lie in a core's cache.
  private static let chunk = 256 << 10

  private let file: FileBytes
  private var text = TextBuffer()
  /// What follows, once it is read: it begins with what the records of this window leave over.
  private var next = TextBuffer()
  private var isAhead = false
  private var failure: DataError?
  private var begin = 0
  private var size = 1 << 16
  /// Lines of the file before the window.
  private(set) var firstLine = 0
  private(set) var readers: [ChunkReader] = []

  init(_ file: FileBytes) { self.file = file }

  deinit {
    text.free()
    next.free()
  }

  /// Goes over the first lines, of a window that is filled for the first time.
  func skip(lines: Int) {
    for _ in 0..<lines {
      while begin < text.count, text.start[begin] != UInt8(ascii: "\n") { begin += 1 }
      begin = min(text.count, begin + 1)
      firstLine += 1
    }
  }

  /// How much of the file has been read, from 0 to 1.
  var share: Double { file.share }

  /// Whether nothing follows the window.
  var isLast: Bool { text.isLast }

  /// Reads on after what is left over, if that is not done yet.
  func fill() throws(DataError) {
    let isFirst = firstLine == 0 && begin == 0 && text.count == 0
    if !isAhead { readAhead(from: begin) }
    isAhead = false
    if var failure {
      failure.line = firstLine + 1 + (failure.line ?? 0)
      throw failure
    }
    (text, next) = (next, text)
    begin = isFirst && text.startsWithByteOrderMark ? 3 : 0
  }

  /// Reads what follows the records of these chunks, which stay as they are until `fill`.
  func readAhead(after chunks: ArraySlice<ChunkReader>) {
    if !text.isLast { readAhead(from: chunks.last?.end ?? begin) }
  }

  private func readAhead(from end: Int) {
    isAhead = true
    do throws(DataError) {
      try next.fill(with: text, from: end, then: file, size)
    } catch { failure = error }
    size = min(size * 2, Self.largest)
  }

  /// The next record, taken out of the window if `isTaken`; nil at the text's end.
  ///
  /// - Throws: `DataError` if that record is bad.
  func record(
    _ format: TextFormat, isTaken: Bool
  ) throws(DataError) -> (fields: [UnsafeBufferPointer<UInt8>], line: Int)? {
    while true {
      var scanner = RecordScanner(
        text.start, begin..<text.count, isLast: isLast, format: format)
      let outcome = scanner.next()
      let line = firstLine + scanner.recordLine + 1
      switch outcome {
      case .record:
        if isTaken {
          begin = scanner.position
          firstLine += scanner.line
        }
        let fields = scanner.fields.map {
          UnsafeBufferPointer(start: text.start + $0.start, count: $0.end - $0.start)
        }
        return (fields, line)
      case .bad(let reason):
        throw DataError(.row(reason, others: 0), file: file.path, line: line)
      case .cut, .end:
        if isLast { return nil }
        try fill()
      }
    }
  }

  /// Reads the window's records: one reader a chunk, in the order of the text.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func readRecords(
    _ layout: TextLayout, _ interrupt: Interrupt
  ) throws(CancellationError) -> ArraySlice<ChunkReader> {
    let (text, end, isLast) = (UnsafePointer(text.start), text.count, isLast)
    var bounds = [begin]
    while let last = bounds.last, last < end {
      let wanted = last + Self.chunk
      let next = wanted >= end ? nil : dephn_find_byte(text + wanted, 10, end - wanted)
      bounds.append(next.map { text.distance(to: $0) + 1 } ?? end)
    }
    let count = bounds.count - 1
    while readers.count < count { readers.append(ChunkReader(text)) }
    let readers = readers
    try parallel(over: count) { chunk, _ throws(CancellationError) in
      try interrupt.check()
      readers[chunk].read(
        text, bounds[chunk]..<bounds[chunk + 1], textEnd: end, isLast: isLast, layout)
    }
    var used = 0
    try interrupt.check()
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
