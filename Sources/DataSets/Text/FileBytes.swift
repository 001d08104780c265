import System

/// The bytes of a file, piece after piece; gzip and zstd are unpacked on the way.
///
/// Read, not mapped: a mapped file that another program cuts short would end the process.
final class FileBytes {
  let path: String
  /// Bytes of the file as it lies on the disk.
  let size: Int
  private let file: OpenFile
  /// What unpacks the file; nil where it is not compressed.
  private let unpacker: (any Unpacker)?
  private var taken = 0
  /// What makes UTF-8 of the bytes, if that is needed, and what it has made of those read last.
  private var decoder: TextDecoder?
  private var decoded: [UInt8] = []
  private var given = 0
  private var isAtEnd = false

  /// - Throws: `DataError` if it cannot be opened, or its first bytes are those of no text.
  init(_ path: String, decoder: TextDecoder? = nil) throws(DataError) {
    self.decoder = decoder
    let file = try Self.open(path)
    var start = [UInt8](repeating: 0, count: min(4096, max(8, file.size)))
    _ = try? start.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    let kind = FileKind(binary: start)
    let zstd = kind == .zstd ? ZstdStream() : nil
    if let kind, zstd == nil { throw DataError(.file(.foreign(kind)), file: path, line: 1) }
    unpacker = zstd ?? (start.starts(with: [0x1f, 0x8b]) ? GzipStream() : nil)
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

  /// How much of the file has been read, from 0 to 1.
  var share: Double {
    let offset = unpacker?.position ?? taken
    return size == 0 ? 1 : min(1, max(0, Double(offset) / Double(size)))
  }

  /// Reads on, until `target` is full or the file ends; how many bytes there are.
  func read(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    decoder == nil ? try readRaw(into: target) : try readDecoded(into: target)
  }

  /// Reads on into `start`, unpacked but not decoded: how many bytes there are.
  func readStart(_ start: inout [UInt8]) throws(DataError) -> Int {
    try start.withUnsafeMutableBufferPointer { start throws(DataError) in
      try readRaw(into: UnsafeMutableRawBufferPointer(start))
    }
  }

  /// Calls `body`, which reads the file; where rows cannot be read since the archive is damaged, that is the error.
  ///
  /// Damaged content may unpack to something: only the checksum at its end shows that it is not what was packed.
  /// - Throws: what `body` throws; `CancellationError` after an interrupt.
  func reading(_ interrupt: Interrupt, _ body: () throws -> Void) throws {
    do { try body() } catch let error as DataError {
      guard unpacker != nil, case .row = error.fault else { throw error }
      do { try skipRest(interrupt) } catch var damage as DataError {
        damage.line = error.line
        throw damage
      }
      throw error
    }
  }

  private func skipRest(_ interrupt: Interrupt) throws {
    var bytes = [UInt8](repeating: 0, count: 1 << 18)
    repeat { try interrupt.check() } while try readStart(&bytes) == bytes.count
  }

  private func readRaw(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    let filled =
      if let unpacker {
        try unpack(unpacker, into: target)
      } else {
        try readPlain(into: target)
      }
    taken += filled
    return filled
  }

  private func readDecoded(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    var filled = 0
    while filled < target.count {
      if given == decoded.count {
        if isAtEnd { break }
        try decodeNext()
        continue
      }
      let count = min(target.count - filled, decoded.count - given)
      decoded.withUnsafeBytes { decoded in
        target[filled..<filled + count].copyBytes(from: decoded[given..<given + count])
      }
      filled += count
      given += count
    }
    return filled
  }

  private func decodeNext() throws(DataError) {
    var raw = [UInt8](repeating: 0, count: 1 << 18)
    let count = try readStart(&raw)
    isAtEnd = count < raw.count
    decoded.removeAll(keepingCapacity: true)
    given = 0
    raw.withUnsafeBytes { raw in
      decoder?.decode(
        UnsafeRawBufferPointer(rebasing: raw[..<count]), isLast: isAtEnd, to: &decoded)
    }
  }

  private func readPlain(into target: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    do throws(SystemError) { return try file.read(into: target) } catch {
      throw DataError(.file(.failing), file: path)
    }
  }

  /// - Throws: `DataError` whose line is the number of lines that were unpacked before it.
  private func unpack(
    _ unpacker: any Unpacker, into target: UnsafeMutableRawBufferPointer
  ) throws(DataError) -> Int {
    var filled = 0
    do throws(UnpackingError) {
      try unpacker.read(file, into: target, filled: &filled)
      return filled
    } catch {
      let fault: DataError.FileFault =
        switch error {
        case .failing: .failing
        case .damaged(let byte): .damagedArchive(at: byte, of: size)
        case .followed(let byte): .followedArchive(at: byte, of: size)
        }
      let lines = target.prefix(filled).count { $0 == UInt8(ascii: "\n") }
      throw DataError(.file(fault), file: path, line: lines)
    }
  }
}
