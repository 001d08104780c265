import Glibc

/// A file that is mapped for reading: its pages come when they are read and go when memory is short.
///
/// Only files that the program wrote itself under a name of its own are mapped: a file that someone
/// cuts short while it is mapped ends the process.
package final class MappedFile: ColumnMemory, @unchecked Sendable {
  let start: UnsafeRawPointer
  let bytes: UnsafeRawBufferPointer

  /// The file at `path`; nil if it is not there, is empty or cannot be read.
  init?(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
      let map = mmap(nil, Int(status.st_size), PROT_READ, MAP_SHARED, descriptor, 0),
      map != MAP_FAILED
    else { return nil }
    start = UnsafeRawPointer(map)
    bytes = UnsafeRawBufferPointer(start: map, count: Int(status.st_size))
  }

  deinit { munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }

  package override func forget(_ stretch: UnsafeRawBufferPointer) { Self.drop(stretch) }

  /// Forgets all of it: what is read next comes from the system's cache, or from the disk.
  package func forget() { Self.drop(bytes) }

  /// Gives back the whole pages within `stretch`.
  static func drop(_ stretch: UnsafeRawBufferPointer) {
    guard let base = stretch.baseAddress else { return }
    let page = 4096
    let first = (Int(bitPattern: base) + page - 1) / page * page
    let last = (Int(bitPattern: base) + stretch.count) / page * page
    guard last > first else { return }
    madvise(UnsafeMutableRawPointer(bitPattern: first), last - first, MADV_DONTNEED)
  }
}
