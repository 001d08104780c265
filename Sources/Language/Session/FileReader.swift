import DataSets
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads files that a line of a cell names.
enum FileReader {
  /// All bytes of a plain file; `check` is called before each megabyte and may end it.
  static func bytes(of path: String, check: () throws -> Void = {}) throws -> [UInt8] {
    let place = FileWriter.absolute(path)
    var isFolder = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
      throw Complaint(.file, "There is no file '\(path)'.", wayOut: nearest(path), about: path)
    }
    // A device or a pipe would be read for ever.
    guard FileContent.isPlain(place) == true, let file = fopen(place, "rb") else {
      let reason = isFolder ? "is a folder" : "cannot be read"
      throw Complaint(.file, "'\(path)' \(reason).", about: path)
    }
    defer { fclose(file) }
    var status = stat()
    guard fstat(fileno(file), &status) == 0 else {
      throw Complaint(.file, "'\(path)' cannot be read.", about: path)
    }
    let size = Int(status.st_size)
    let bytes = try [UInt8](unsafeUninitializedCapacity: size) { bytes, filled in
      while filled < size, let start = bytes.baseAddress {
        try check()
        let count = fread(start + filled, 1, min(1 << 20, size - filled), file)
        if count == 0 { break }
        filled += count
      }
    }
    // Cut while it is read, or on a disk that fails.
    if bytes.count == size { return bytes }
    throw Complaint(.file, "'\(path)' cannot be read whole.", about: path)
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
