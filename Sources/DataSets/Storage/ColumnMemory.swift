import System

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
/// The system writes pages out when memory is short, and `forget` does so at once.
final class TemporaryColumns: ColumnMemory, @unchecked Sendable {
  private let file: ScratchFile
  private let folder: String

  /// An empty file on the disk of `folder`.
  init(in folder: String) throws(DataError) {
    self.folder = folder
    do throws(FileError) { file = try ScratchFile(in: folder) } catch {
      throw DataError(.storage(.fileNotMade(folder: folder)))
    }
  }

  override func take(_ bytes: Int) throws(DataError) -> UnsafeMutableRawPointer {
    do throws(SystemError) { return try file.take(bytes) } catch {
      throw DataError(.storage(.noRoom(folder: folder)))
    }
  }

  override func forget(_ stretch: UnsafeRawBufferPointer) { MappedFile.forget(stretch) }
}

/// The columns of a columnar file, which is mapped.
package final class MappedColumns: ColumnMemory, @unchecked Sendable {
  private let file: MappedFile

  init(_ path: String) throws(FileError) { file = try MappedFile(path) }

  /// All of the file.
  var bytes: UnsafeRawBufferPointer { file.bytes }

  /// Lets the system reclaim the pages of a stretch; it can be read again from the file.
  package override func forget(_ stretch: UnsafeRawBufferPointer) { MappedFile.forget(stretch) }

  /// Forgets all of it: what is read next comes from the system's cache, or from the disk.
  package func forget() { forget(bytes) }
}
