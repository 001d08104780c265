import Glibc

/// Whole lines of a file, window by window, in chunks that can be read side by side.
final class LineWindow {
  private static let largest = 16 << 20
  private static let chunk = 1 << 20
  private static let longestLine = 64 << 20

  private let file: FileBytes
  private(set) var memory: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var begin = 0
  private var filled = 0
  private var size = 1 << 16
  private var isLast = false
  /// Lines of the file before the window.
  var firstLine = 0

  init(_ path: String) throws(DataError) {
    file = try FileBytes(path)
    capacity = size
    memory = .allocate(capacity: capacity)
  }

  deinit { memory.deallocate() }

  /// How much of the file has been read, from 0 to 1.
  var share: Double { file.share }

  /// Where the chunks of the next window lie in `memory`; none at the file's end.
  func next() throws(DataError) -> [Range<Int>] {
    memory.update(from: memory + begin, count: filled - begin)
    filled -= begin
    begin = 0
    while begin == 0, !isLast {
      try fill()
      begin = isLast ? filled : lastLineEnd
    }
    var bounds = [0]
    while let last = bounds.last, last < begin {
      let wanted = min(begin, last + Self.chunk)
      bounds.append(memchr(memory + wanted, 10, begin - wanted).map { offset($0) + 1 } ?? begin)
    }
    return (1..<bounds.count).map { bounds[$0 - 1]..<bounds[$0] }
  }

  /// Where the last line that is whole ends.
  private var lastLineEnd: Int {
    var end = filled
    while end > 0, memory[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }

  private func offset(_ place: UnsafeMutableRawPointer) -> Int {
    memory.distance(to: place.assumingMemoryBound(to: UInt8.self))
  }

  private func fill() throws(DataError) {
    if filled > Self.longestLine {
      throw DataError(
        "A line is longer than \(Self.longestLine) bytes.", wayOut: "Is this a text file?",
        file: file.path, line: firstLine + 1)
    }
    if filled + size > capacity {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: filled + size)
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
    size = min(size * 2, Self.largest)
  }
}
