import Glibc

/// A file that is mapped for reading: its pages come when they are read and go when memory is short.
///
/// Only files that the program wrote itself under a name of its own are to be mapped: a file that
/// someone cuts short while it is mapped ends the process. Unchecked, as nobody writes the bytes.
package final class MappedFile: @unchecked Sendable {
  /// What the file held when it was opened; no address for a file without a byte.
  package let bytes: UnsafeRawBufferPointer

  /// Maps the plain file at `path`.
  package init(_ path: String) throws(FileError) {
    let file = try OpenFile(reading: path)
    let size = file.size
    // The system maps nothing of no length.
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = map(file, 0..<size, PROT_READ) else { throw .system(SystemError()) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Gives back the memory of the whole pages within a stretch of a mapped file, whose content stays:
  /// what is read next comes from the system's cache, or from the disk.
  package static func forget(_ stretch: UnsafeRawBufferPointer) {
    guard let base = stretch.baseAddress else { return }
    let first = (Int(bitPattern: base) + page - 1) / page * page
    let last = (Int(bitPattern: base) + stretch.count) / page * page
    guard last > first else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_DONTNEED)
  }
}

/// A file without a name for data that memory may be too small for; it goes with the value, or with
/// the process.
///
/// The system writes pages out when memory is short. Unchecked: one thread at a time may call `take`.
package final class ScratchFile: @unchecked Sendable {
  private let file: OpenFile
  private var size = 0
  private var stretches: [UnsafeMutableRawBufferPointer] = []

  /// An empty file on the disk of `folder`.
  package init(in folder: String) throws(FileError) {
    let path = OpenFile.newPath(in: folder)
    file = try OpenFile(new: path, permissions: 0o600)
    unlink(path)
  }

  deinit { for stretch in stretches { munmap(stretch.baseAddress, stretch.count) } }

  /// Room for so many bytes, zero at first, on a page boundary.
  ///
  /// The room is reserved beforehand, so that a full disk is an error here and no signal later.
  package func take(_ bytes: Int) throws(SystemError) -> UnsafeMutableRawPointer {
    let rounded = (max(bytes, 1) + page - 1) / page * page
    var failure = EINTR
    while failure == EINTR { failure = posix_fallocate(file.descriptor, size, rounded) }
    if failure != 0 { throw SystemError(code: failure) }
    guard let start = map(file, size..<size + rounded, PROT_READ | PROT_WRITE) else {
      throw SystemError()
    }
    size += rounded
    stretches.append(UnsafeMutableRawBufferPointer(start: start, count: rounded))
    return start
  }
}

/// Bytes of a page of memory.
private let page = sysconf(Int32(_SC_PAGESIZE))

/// Maps a part of a file that begins on a page boundary; nil, with `errno` set, if the system refuses.
private func map(
  _ file: borrowing OpenFile, _ range: Range<Int>, _ protection: Int32
) -> UnsafeMutableRawPointer? {
  let start = mmap(nil, range.count, protection, MAP_SHARED, file.descriptor, range.lowerBound)
  return start == MAP_FAILED ? nil : start
}
