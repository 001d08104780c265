import FoundationEssentials
import System

/// Names of files, for completion.
enum Files {
  /// More would not be read, and a front-end would be slow.
  private static let maximumCount = 200

  /// The files and folders whose path begins with `prefix`; folders end with `/`.
  static func matching(_ prefix: String) -> [String] {
    let folder = String(
      prefix[..<(prefix.lastIndex(of: "/").map(prefix.index(after:)) ?? prefix.startIndex)])
    let start = prefix.dropFirst(folder.count)
    let place = folder.isEmpty ? "." : (try? Folders().expanded(folder)) ?? folder
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || !start.isEmpty) }
      .sorted().prefix(maximumCount).map { name in
        folder + name + (isFolder(place + "/" + name) ? "/" : "")
      }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
  }
}
