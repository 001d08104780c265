import Glibc

/// Where columns lie, as long as anything reads them; this one is on the heap.
package class ColumnMemory: @unchecked Sendable {
  private var taken: [UnsafeMutableRawPointer] = []

  init() {}

  deinit { taken.forEach { $0.deallocate() } }

  /// Room for `bytes` bytes, on a page boundary.
  func take(_ bytes: Int) throws(DataError) -> UnsafeMutableRawPointer {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes, 1), alignment: 64)
    taken.append(memory)
    return memory
  }

  /// Lets the system take back the pages of a stretch that lies in a file; its content stays.
  package func forget(_ stretch: UnsafeRawBufferPointer) {}
}

/// Columns in a file without a name, which goes with the last reader or with the process.
///
/// The system writes pages out when memory is short, and `forget` does so at once; room is reserved
/// beforehand, so that a full disk is an error and no signal.
final class TemporaryFile: ColumnMemory, @unchecked Sendable {
  private let descriptor: Int32
  private let folder: String
  private var size = 0
  private var maps: [(start: UnsafeMutableRawPointer, bytes: Int)] = []

  /// An empty file on the disk of `folder`.
  init(in folder: String) throws(DataError) {
    self.folder = folder
    var template = Array((folder + "/reading-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw DataError(.storage(.fileNotMade(folder: folder)))
    }
    unlink(template)
  }

  deinit {
    for map in maps { munmap(map.start, map.bytes) }
    close(descriptor)
  }

  override func take(_ bytes: Int) throws(DataError) -> UnsafeMutableRawPointer {
    let page = 4096
    let rounded = (max(bytes, 1) + page - 1) / page * page
    guard posix_fallocate(descriptor, size, rounded) == 0,
      let map = mmap(
        nil, rounded, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, size), map != MAP_FAILED
    else {
      throw DataError(.storage(.noRoom(folder: folder)))
    }
    size += rounded
    maps.append((map, rounded))
    return map
  }

  override func forget(_ stretch: UnsafeRawBufferPointer) { MappedFile.drop(stretch) }
}
