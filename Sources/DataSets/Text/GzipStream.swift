import CZlib
import System

/// The bytes of a file that is compressed with gzip: one member (RFC 1952) or several, one after the other.
///
/// zlib's own reader of files ignores what follows the last member. Here only zeros may follow, with which tapes
/// and file systems pad a file.
final class GzipStream: Unpacker {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
  private let isReady: Bool
  /// Bytes of the file that have been read.
  private var taken = 0
  /// Where the member begins.
  private var memberStart = 0
  /// Whether a member has begun and not ended.
  private var isWithin = true
  private var hasPadding = false

  init() {
    stream.initialize(to: z_stream())
    // 15: a window of 32 KiB, the format's largest; 16: gzip's header and checksum.
    isReady =
      inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
  }

  deinit {
    if isReady { inflateEnd(stream) }
    stream.deallocate()
    packed.deallocate()
  }

  var position: Int { taken - Int(stream.pointee.avail_in) }

  func read(
    _ file: borrowing OpenFile, into target: UnsafeMutableRawBufferPointer, filled: inout Int
  ) throws(UnpackingError) {
    guard isReady else { throw .failing }
    while filled < target.count {
      if stream.pointee.avail_in == 0 {
        do throws(SystemError) { try readOn(file) } catch { throw .failing }
      }
      if stream.pointee.avail_in == 0 {
        if isWithin { throw .damaged(at: position) }
        return
      }
      if isWithin {
        try inflate(into: target, &filled)
      } else {
        try beginMember()
      }
    }
  }

  private func readOn(_ file: borrowing OpenFile) throws(SystemError) {
    let count = try file.read(into: packed)
    stream.pointee.next_in = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
    taken += count
  }

  /// Goes over zeros, or begins another member.
  private func beginMember() throws(UnpackingError) {
    guard let next = stream.pointee.next_in?.pointee, next == 0 || next == 0x1f && !hasPadding
    else { throw .followed(at: position) }
    if next == 0 {
      hasPadding = true
      stream.pointee.next_in += 1
      stream.pointee.avail_in -= 1
    } else {
      inflateReset(stream)
      memberStart = position
      isWithin = true
    }
  }

  private func inflate(
    into target: UnsafeMutableRawBufferPointer, _ filled: inout Int
  ) throws(UnpackingError) {
    let room = min(target.count - filled, 1 << 30)
    stream.pointee.next_out = target.baseAddress.map {
      $0.advanced(by: filled).assumingMemoryBound(to: UInt8.self)
    }
    stream.pointee.avail_out = UInt32(room)
    let status = CZlib.inflate(stream, Z_NO_FLUSH)
    filled += room - Int(stream.pointee.avail_out)
    switch status {
    case Z_OK: break
    case Z_STREAM_END: isWithin = false
    case Z_BUF_ERROR where stream.pointee.avail_in == 0: break
    default:
      // Bytes that are no header of a further member.
      let isOther = memberStart > 0 && stream.pointee.total_out == 0
      throw isOther ? .followed(at: memberStart) : .damaged(at: position)
    }
  }
}
