import Numbers
import System

/// What a columnar file is known by: its name by source, paths and options, its state by the files.
///
/// The state of a file is its size, the time of its last change in nanoseconds, and its first and
/// last 64 KB: reading all of it would take longer than a second, and whoever changes a file in
/// the middle changes its time. That one can be set back; the time of the last change of any kind,
/// `changes`, cannot.
struct ColumnFileKey {
  let name: String
  let state: String
  let changes: String

  /// Bytes at either end of a file that are a part of its state.
  private static let end = 1 << 16

  init(source: String, files: [String], options: String) throws(DataError) {
    var named = Digest()
    var state = Digest()
    named.update(source)
    named.update(options)
    state.update("columns \(ColumnFileHeader.version)")
    var changes: [String] = []
    for file in files {
      named.update(file)
      guard let status = FileStatus(file) else {
        throw DataError(.file(.missing), file: file)
      }
      state.update([
        Int64(status.size), Int64(status.changed.seconds), Int64(status.changed.nanoseconds),
      ])
      changes.append("\(status.altered.seconds).\(status.altered.nanoseconds)")
      for part in [PlainFile.Part.first(Self.end), .last(Self.end)] {
        state.update((try? PlainFile.bytes(of: file, part)) ?? [])
      }
    }
    name = "\(source)-\(named.hexadecimal().prefix(16)).columns"
    self.state = state.hexadecimal()
    self.changes = changes.joined(separator: " ")
  }
}
