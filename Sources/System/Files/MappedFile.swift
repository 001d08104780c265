import Glibc

/// A file mapped into memory for reading: pages load on first use and are dropped when memory is short.
///
/// Map only files that this program wrote under a name of its own. What another program cuts off from a
/// mapped file reads as zeros; `MappedFileWatch` tells of it. Unchecked, as nobody writes to the bytes.
package final class MappedFile: @unchecked Sendable {
  /// The content of the file; an empty file has no address.
  package let bytes: UnsafeRawBufferPointer

  /// Maps the plain file at `path`.
  ///
  /// - Throws: `FileError`.
  package init(_ path: String) throws(FileError) {
    let file = try OpenFile(reading: path)
    let size = file.size
    // The system cannot map a range of length 0.
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = map(file, 0..<size, PROT_READ) else { throw .system(SystemError()) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
    do throws(SystemError) { try WatchedMappings.add(bytes, of: path) } catch {
      munmap(start, size)
      throw .system(error)
    }
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    WatchedMappings.remove(bytes) {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Returns the memory of the whole pages within a range of a mapped file to the system.
  ///
  /// The content stays: the next read takes it from the system's cache or from the disk.
  package static func forget(_ stretch: UnsafeRawBufferPointer) {
    guard let base = stretch.baseAddress else { return }
    let first = (Int(bitPattern: base) + page - 1) / page * page
    let last = (Int(bitPattern: base) + stretch.count) / page * page
    guard last > first else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_DONTNEED)
  }
}

/// An unnamed temporary file for data that may not fit into memory, deleted with this object or with
/// the process.
///
/// The system writes its pages to the disk when memory is short. Unchecked: only one thread at a time
/// may call `take`.
package final class ScratchFile: @unchecked Sendable {
  private let file: OpenFile
  private var size = 0
  private var stretches: [UnsafeMutableRawBufferPointer] = []

  /// Makes an empty file on the disk of `folder`.
  ///
  /// - Throws: `FileError`.
  package init(in folder: String) throws(FileError) {
    let path = OpenFile.newPath(in: folder)
    file = try OpenFile(new: path, permissions: 0o600)
    unlink(path)
  }

  deinit { for stretch in stretches { munmap(stretch.baseAddress, stretch.count) } }

  /// Reserves memory of that many bytes, zeroed and aligned to a page.
  ///
  /// The disk space is allocated here, so that a full disk is an error now rather than a signal later.
  /// - Throws: `SystemError`.
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

/// Maps a part of a file that begins on a page boundary; nil, with `errno` set, if that fails.
private func map(
  _ file: borrowing OpenFile, _ range: Range<Int>, _ protection: Int32
) -> UnsafeMutableRawPointer? {
  let start = mmap(nil, range.count, protection, MAP_SHARED, file.descriptor, range.lowerBound)
  return start == MAP_FAILED ? nil : start
}
