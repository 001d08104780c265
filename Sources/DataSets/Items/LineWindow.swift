import CKernels

/// Whole lines of a file, window by window, in chunks that can be read side by side.
final class LineWindow {
  private static let largest = 16 << 20
  private static let chunk = 1 << 20

  let file: FileBytes
  private var text = TextBuffer()
  /// What the window is read into, beginning with the line that is cut at the end of `text`.
  private var other = TextBuffer()
  private var end = 0
  private var size = 1 << 16
  /// Lines of the file before the window.
  var firstLine = 0

  init(_ path: String) throws(DataError) { file = try FileBytes(path) }

  deinit {
    text.free()
    other.free()
  }

  /// The window's bytes.
  var start: UnsafePointer<UInt8> { UnsafePointer(text.start) }

  /// How much of the file has been read, from 0 to 1.
  var share: Double { file.share }

  /// Where the chunks of the next window lie after `start`; none at the file's end.
  func next() throws(DataError) -> [Range<Int>] {
    if text.isLast { return [] }
    repeat {
      try fill()
      end = text.isLast ? text.count : lastLineEnd
    } while end == 0 && !text.isLast
    var bounds = [0]
    while let last = bounds.last, last < end {
      let wanted = min(end, last + Self.chunk)
      let next = dephn_find_byte(start + wanted, 10, end - wanted)
      bounds.append(next.map { start.distance(to: $0) + 1 } ?? end)
    }
    return (1..<bounds.count).map { bounds[$0 - 1]..<bounds[$0] }
  }

  /// Where the last line that is whole ends.
  private var lastLineEnd: Int {
    var end = text.count
    while end > 0, start[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }

  private func fill() throws(DataError) {
    do throws(DataError) {
      try other.fill(with: text, from: end, then: file, size)
    } catch {
      var error = error
      error.line = firstLine + 1 + (error.line ?? 0)
      throw error
    }
    (text, other) = (other, text)
    size = min(size * 2, Self.largest)
  }
}
