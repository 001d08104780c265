import Glibc
import Numbers

/// What a columnar file is known by: its name by source, paths and options, its state by the files.
///
/// The state of a file is its size, the time of its last change in nanoseconds, and its first and
/// last 64 KB: reading all of it would take longer than a second, and whoever changes a file in
/// the middle changes its time.
struct ColumnFileKey {
  let name: String
  let state: String

  init(source: String, files: [String], options: String) throws(DataError) {
    var named = Digest()
    var state = Digest()
    named.update(source)
    named.update(options)
    state.update("columns \(ColumnFileHeader.version)")
    for file in files {
      named.update(file)
      var status = stat()
      guard stat(file, &status) == 0 else {
        throw DataError(.file(.missing), file: file)
      }
      state.update([
        Int64(status.st_size), Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec),
      ])
      for part in Self.ends(of: file, size: Int(status.st_size)) { state.update(part) }
    }
    name = "\(source)-\(named.hexadecimal().prefix(16)).columns"
    self.state = state.hexadecimal()
  }

  private static func ends(of file: String, size: Int) -> [[UInt8]] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    let length = 1 << 16
    return [0, max(0, size - length)].map { offset in
      var bytes = [UInt8](repeating: 0, count: length)
      let count = pread(descriptor, &bytes, length, offset)
      return Array(bytes.prefix(max(0, count)))
    }
  }
}
