import FoundationEssentials
import Glibc

/// Where columnar files are kept, and which data are worth one.
///
/// The folder is that of the environment variable `DEPHN_CACHE`, else `$XDG_CACHE_HOME/dephn`, by
/// default `~/.cache/dephn`: beside the source it would need leave to write there.
package struct CacheFolder: Sendable {
  package var path: String
  /// Files of fewer bytes together, as text, are read into memory.
  package var largestInMemory: Int

  package init(_ folders: DataFolders, largestInMemory: Int = 64 << 20) {
    let named = ["DEPHN_CACHE", "XDG_CACHE_HOME"].map { folders.environment[$0] ?? "" }
    path =
      !named[0].isEmpty
      ? folders.absolute(named[0])
      : folders.absolute((named[1].isEmpty ? "~/.cache" : named[1]) + "/dephn")
    self.largestInMemory = largestInMemory
  }

  /// Whether files are so large that their columns go into a file.
  func isLarge(_ files: [String]) -> Bool {
    files.reduce(0) { $0 + Self.textSize($1) } > largestInMemory
  }

  /// Bytes of text in a file; packed ones hold about four times theirs.
  private static func textSize(_ path: String) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return Int(status.st_size) * (path.hasSuffix(".gz") ? 4 : 1)
  }

  /// Memory for the columns of a text file while it is read.
  func memory(forText file: FileBytes) throws(DataError) -> ColumnMemory {
    let size = file.isCompressed ? 4 * file.size : file.size
    return size > largestInMemory ? try temporaryFile() : ColumnMemory()
  }

  /// Memory that the system may write out.
  func temporaryFile() throws(DataError) -> ColumnMemory {
    try make()
    return try TemporaryFile(in: path)
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
