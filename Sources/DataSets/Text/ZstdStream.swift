import System

/// The bytes of a file that is compressed with zstd, unpacked by the system's library where there is one.
///
/// `ZSTD_decompressStream` of zstd.h, versions 1.0 to 1.5.
final class ZstdStream {
  private typealias Create = @convention(c) @Sendable () -> OpaquePointer?
  private typealias Free = @convention(c) @Sendable (OpaquePointer?) -> Int
  private typealias IsError = @convention(c) @Sendable (Int) -> UInt32
  private typealias Decompress =
    @convention(c) @Sendable (OpaquePointer?, UnsafeMutableRawPointer, UnsafeMutableRawPointer) ->
    Int

  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`: start, size, and how much of it is done.
  private struct Buffer {
    var start: UnsafeMutableRawPointer?
    var size: Int
    var position = 0
  }

  private struct Library: Sendable {
    let create: Create
    let free: Free
    let isError: IsError
    let decompress: Decompress

    static let found = Library()

    private init?() {
      guard let library = DynamicLibrary("libzstd.so.1"),
        let create = library.function("ZSTD_createDStream", as: Create.self),
        let free = library.function("ZSTD_freeDStream", as: Free.self),
        let isError = library.function("ZSTD_isError", as: IsError.self),
        let decompress = library.function("ZSTD_decompressStream", as: Decompress.self)
      else { return nil }
      (self.create, self.free) = (create, free)
      (self.isError, self.decompress) = (isError, decompress)
    }
  }

  private let library: Library
  private let stream: OpaquePointer
  private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  /// The bytes of `packed` that are still to be unpacked.
  private var rest = 0..<0
  /// Whether the library holds bytes that had no room yet.
  private var holdsMore = false
  /// Whether a frame has begun and not ended.
  private var isWithin = false
  /// Bytes of the file that have been read.
  private(set) var taken = 0

  /// nil without the library.
  init?() {
    guard let library = Library.found, let stream = library.create() else { return nil }
    (self.library, self.stream) = (library, stream)
  }

  deinit {
    _ = library.free(stream)
    packed.deallocate()
  }

  /// Unpacks into `target`, until it is full or the file ends: how many bytes there are; nil if the file is
  /// damaged or cut short.
  func read(
    _ file: borrowing OpenFile, into target: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int? {
    var filled = 0
    while filled < target.count {
      if rest.isEmpty, !holdsMore {
        let count = try file.read(into: packed)
        if count == 0 { return isWithin ? nil : filled }
        rest = 0..<count
        taken += count
      }
      var out = Buffer(
        start: target.baseAddress.map { $0 + filled }, size: target.count - filled)
      var into = Buffer(start: packed.baseAddress, size: rest.upperBound, position: rest.lowerBound)
      let wanted = library.decompress(stream, &out, &into)
      rest = into.position..<rest.upperBound
      if library.isError(wanted) != 0 { return nil }
      isWithin = wanted != 0
      holdsMore = out.position == out.size && isWithin
      filled += out.position
    }
    return filled
  }
}
