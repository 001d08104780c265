import CZlib
import System

/// The bytes of a file, piece after piece; gzip is unpacked on the way.
///
/// Read, not mapped: a mapped file that another program cuts short would end the process.
final class FileBytes {
  let path: String
  /// Bytes of the file as it lies on the disk.
  let size: Int
  private let file: OpenFile
  private let archive: gzFile?
  private var taken = 0

  init(_ path: String) throws(DataError) {
    let file = try Self.open(path)
    var start = [UInt8](repeating: 0, count: 6)
    _ = try? start.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    if let other = Self.archives.first(where: { start.starts(with: $0.magic) }) {
      throw DataError(.file(.archive(other.name)), file: path, line: 1)
    }
    archive = start.starts(with: [0x1f, 0x8b]) ? gzdopen(file.duplicate(), "rb") : nil
    if let archive { gzbuffer(archive, 1 << 18) }
    self.path = path
    size = file.size
    self.file = file
  }

  private static func open(_ path: String) throws(DataError) -> OpenFile {
    do throws(FileError) { return try OpenFile(reading: path) } catch {
      let fault: DataError.FileFault =
        switch error {
        case .missing: .missing
        case .folder, .notPlain: .notPlain
        default: .notReadable
        }
      throw DataError(.file(fault), file: path)
    }
  }

  deinit { if let archive { gzclose(archive) } }

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
    let filled =
      if let archive { try unpack(archive, into: target) } else { try readPlain(into: target) }
    taken += filled
    return filled
  }

  private func readPlain(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    do throws(SystemError) { return try file.read(into: target) } catch {
      throw DataError(.file(.failing), file: path)
    }
  }

  private func unpack(
    _ archive: gzFile, into target: UnsafeMutableRawBufferPointer
  ) throws(DataError) -> Int {
    var filled = 0
    while filled < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[filled...])
      let count = Int(gzread(archive, rest.baseAddress, UInt32(min(rest.count, 1 << 30))))
      if count <= 0 {
        var status: Int32 = 0
        _ = gzerror(archive, &status)
        if status == Z_OK || status == Z_STREAM_END { break }
        throw DataError(.file(.damagedArchive), file: path)
      }
      filled += count
    }
    return filled
  }
}
