import Data
import FoundationEssentials

/// Reads files that a line of a cell names.
enum FileReader {
  static func bytes(of path: String) throws(Complaint) -> [UInt8] {
    let place = FileWriter.absolute(path)
    var isFolder = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
      throw Complaint(.file, "There is no file '\(path)'.", wayOut: nearest(path), about: path)
    }
    // A device or a pipe would be read for ever.
    guard FileContent.isPlain(place) == true,
      let bytes = FileManager.default.contents(atPath: place)
    else {
      let reason = isFolder ? "is a folder" : "cannot be read"
      throw Complaint(.file, "'\(path)' \(reason).", about: path)
    }
    return Array(bytes)
  }

  /// Files of a like name beside it, or the folder it was looked for in.
  private static func nearest(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let beside = Files.matching(folder).filter { !$0.hasSuffix("/") }
    if let like = Suggestion.closest(to: path, among: beside) { return "Did you mean '\(like)'?" }
    return "Looked in \(folder.isEmpty ? FileManager.default.currentDirectoryPath : folder)."
  }
}
