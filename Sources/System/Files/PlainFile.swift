/// Reads plain files; a folder, a device or a pipe is an error at once.
package enum PlainFile {
  /// The part of a file to read.
  package enum Part: Sendable {
    case all
    /// At most that many bytes at its beginning.
    case first(Int)
    /// At most that many bytes at its end.
    case last(Int)

    func range(of size: Int) -> Range<Int> {
      switch self {
      case .all: 0..<size
      case .first(let count): 0..<min(size, count)
      case .last(let count): max(0, size - count)..<size
      }
    }
  }

  /// Bytes read or written between two checks of the interrupt.
  static let piece = 1 << 20

  /// The bytes of a file, or of a part of it.
  ///
  /// - Throws: `FileError`, also for a file of more than `most` bytes; `CancellationError` when
  ///   interrupted.
  package static func bytes(
    of path: String, _ part: Part = .all, most: Int = .max, interrupt: Interrupt = .never
  ) throws -> [UInt8] {
    let file = try OpenFile(reading: path)
    let size = file.size
    if size > most { throw FileError.tooLarge }
    let range = part.range(of: size)
    let bytes = try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
      while filled < range.count {
        try interrupt.check()
        let rest = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[filled..<min(range.count, filled + piece)]))
        let count = try Self.read(file, into: rest, at: range.lowerBound + filled)
        filled += count
        if count < rest.count { break }
      }
    }
    if bytes.count < range.count { throw FileError.cutShort }
    return bytes
  }

  private static func read(
    _ file: borrowing OpenFile, into target: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(FileError) -> Int {
    do throws(SystemError) {
      return try file.read(into: target, at: offset)
    } catch { throw .system(error) }
  }
}
