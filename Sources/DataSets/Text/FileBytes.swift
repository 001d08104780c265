import CZlib
import Glibc

/// The bytes of a file, piece after piece; gzip is unpacked on the way.
///
/// Read, not mapped: a mapped file that another program cuts short would end the process.
final class FileBytes {
  let path: String
  /// Bytes of the file as it lies on the disk.
  let size: Int
  let isCompressed: Bool
  private let descriptor: Int32
  private var archive: gzFile?
  private var taken = 0

  init(_ path: String) throws(DataError) {
    self.path = path
    guard let isPlain = FileContent.isPlain(path) else {
      throw DataError(.file(.missing), file: path)
    }
    guard isPlain else {
      throw DataError(.file(.notPlain), file: path)
    }
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw DataError(.file(.notReadable), file: path)
    }
    size = Int(status.st_size)
    var start = [UInt8](repeating: 0, count: 6)
    let count = max(0, pread(descriptor, &start, 6, 0))
    isCompressed = count >= 2 && start[0] == 0x1f && start[1] == 0x8b
    if isCompressed {
      archive = gzdopen(dup(descriptor), "rb")
      gzbuffer(archive, 1 << 18)
    } else if let other = Self.archives.first(where: { start.starts(with: $0.magic) }) {
      close(descriptor)
      throw DataError(.file(.archive(other.name)), file: path, line: 1)
    }
  }

  deinit {
    if let archive { gzclose(archive) }
    close(descriptor)
  }

  private static let archives: [(name: String, magic: [UInt8])] = [
    ("zip", [0x50, 0x4b, 3, 4]), ("bzip2", [0x42, 0x5a, 0x68]), ("zstd", [0x28, 0xb5, 0x2f, 0xfd]),
    ("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a]),
  ]

  /// How much of the file has been read, from 0 to 1.
  var share: Double {
    let place = archive.map { Int(gzoffset($0)) } ?? taken
    return size == 0 ? 1 : min(1, max(0, Double(place) / Double(size)))
  }

  /// Reads on, until `target` is full or the file ends; how many bytes there are.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    var filled = 0
    while filled < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
      let count = archive == nil ? readPlain(rest) : readCompressed(rest)
      guard count >= 0 else {
        throw DataError(.file(archive == nil ? .failing : .damagedArchive), file: path)
      }
      if count == 0 { break }
      filled += count
    }
    taken += filled
    return filled
  }

  private func readPlain(_ target: UnsafeMutableRawBufferPointer) -> Int {
    Glibc.read(descriptor, target.baseAddress, target.count)
  }

  private func readCompressed(_ target: UnsafeMutableRawBufferPointer) -> Int {
    let count = Int(gzread(archive, target.baseAddress, UInt32(min(target.count, 1 << 30))))
    if count > 0 { return count }
    var status: Int32 = 0
    _ = gzerror(archive, &status)
    return status == Z_OK || status == Z_STREAM_END ? 0 : -1
  }
}
