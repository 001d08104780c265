import System

/// The bytes of a file that is compressed with zstd, unpacked by the system's library where there is one.
///
/// `ZSTD_decompressStream` of zstd.h, versions 1.0 to 1.5.
final class ZstdStream: Unpacker {
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
  /// Whether a frame has ended.
  private var hasEnded = false
  /// Bytes of the file that have been read.
  private var taken = 0

  /// nil without the library.
  init?() {
    guard let library = Library.found, let stream = library.create() else { return nil }
    (self.library, self.stream) = (library, stream)
  }

  deinit {
    _ = library.free(stream)
    packed.deallocate()
  }

  var position: Int { taken - rest.count }

  func read(
    _ file: borrowing OpenFile, into target: UnsafeMutableRawBufferPointer, filled: inout Int
  ) throws(UnpackingError) {
    while filled < target.count {
      if rest.isEmpty, !holdsMore {
        do throws(SystemError) { rest = 0..<(try file.read(into: packed)) } catch { throw .failing }
        taken += rest.count
        if rest.isEmpty {
          if isWithin { throw .damaged(at: position) }
          return
        }
      }
      var out = Buffer(
        start: target.baseAddress.map { $0 + filled }, size: target.count - filled)
      var into = Buffer(start: packed.baseAddress, size: rest.upperBound, position: rest.lowerBound)
      let wanted = library.decompress(stream, &out, &into)
      if library.isError(wanted) != 0 {
        throw hasEnded && !isWithin ? .followed(at: position) : .damaged(at: position)
      }
      rest = into.position..<rest.upperBound
      isWithin = wanted != 0
      hasEnded = hasEnded || !isWithin
      holdsMore = out.position == out.size && isWithin
      filled += out.position
    }
  }
}
