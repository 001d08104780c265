import Data
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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

  /// The first bytes of a plain file, at most `count`; none if it cannot be read.
  static func start(of path: String, count: Int) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    return Array(unsafeUninitializedCapacity: count) { bytes, read in
      read = fread(bytes.baseAddress, 1, count, file)
    }
  }

  /// Files of a like name beside it, or the folder it was looked for in.
  private static func nearest(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let beside = Files.matching(folder).filter { !$0.hasSuffix("/") }
    if let like = Suggestion.closest(to: path, among: beside) { return "Did you mean '\(like)'?" }
    return "Looked in \(folder.isEmpty ? FileManager.default.currentDirectoryPath : folder)."
  }
}
