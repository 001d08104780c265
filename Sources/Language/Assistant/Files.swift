import FoundationEssentials
import System

/// File names for completion.
enum Files {
  /// More names would slow a front-end down, and nobody reads them.
  private static let maximumCount = 200

  /// The files and folders whose path begins with `prefix`; folders end with `/`.
  static func matching(_ prefix: String) -> [String] {
    let folder = String(
      prefix[..<(prefix.lastIndex(of: "/").map(prefix.index(after:)) ?? prefix.startIndex)])
    let start = prefix.dropFirst(folder.count)
    let path = folder.isEmpty ? "." : (try? Folders().expanded(folder)) ?? folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || !start.isEmpty) }
      .sorted().prefix(maximumCount).map { name in
        folder + name + (isFolder(path + "/" + name) ? "/" : "")
      }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
