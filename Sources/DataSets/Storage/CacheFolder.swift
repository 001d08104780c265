import FoundationEssentials
package import System

/// Where columnar files are kept, and which data are worth one.
///
/// `DEPHN_CACHE`, else `$XDG_CACHE_HOME/dephn`, by default `~/.cache/dephn`: beside the source it
/// would need leave to write there.
package struct CacheFolder: Sendable {
  package var path: String
  /// Files of fewer bytes together, as text, are read into memory.
  package var largestInMemory: Int

  /// nil where there is none, as nothing names it and there is no home folder.
  package init?(_ folders: Folders, largestInMemory: Int = 64 << 20) {
    guard let path = try? folders.path(.cache) else { return nil }
    self.path = path
    self.largestInMemory = largestInMemory
  }

  /// Whether files are so large that their columns go into a file.
  func isLarge(_ files: [String]) -> Bool {
    files.reduce(0) { $0 + Self.textSize($1) } > largestInMemory
  }

  /// Bytes of text in a file; packed ones hold about four times theirs.
  private static func textSize(_ path: String) -> Int {
    (FileStatus(path)?.size ?? 0) * (path.hasSuffix(".gz") ? 4 : 1)
  }

  /// Memory that the system may write out.
  func temporaryFile() throws(DataError) -> ColumnMemory {
    try make()
    return try TemporaryColumns(in: path)
  }

  /// Makes the folder if it is not there.
  func make() throws(DataError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw DataError(.storage(.folderNotMade(path)))
    }
  }
}
