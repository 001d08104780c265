import FoundationEssentials
import System

/// Reads files named in a cell.
enum FileReader {
  /// All bytes of a regular file.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt, checked before each megabyte.
  static func bytes(of path: String, interrupt: Interrupt) throws -> [UInt8] {
    do {
      return try PlainFile.bytes(of: FileWriter.absolute(path), interrupt: interrupt)
    } catch FileError.missing {
      throw Complaint(.file, "There is no file '\(path)'.", wayOut: nearest(path), about: path)
    } catch let error as FileError {
      let reason =
        switch error {
        case .folder: "is a folder"
        // Truncated while it is read, or on a failing disk.
        case .cutShort: "cannot be read completely"
        default: "cannot be read"
        }
      throw Complaint(.file, "'\(path)' \(reason).", about: path)
    }
  }

  /// A file with a similar name beside it, or the folder that was searched.
  private static func nearest(_ path: String) -> String {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let beside = Files.matching(folder).filter { !$0.hasSuffix("/") }
    if let like = Suggestion.closest(to: path, among: beside) { return "Did you mean '\(like)'?" }
    return "Looked in \(folder.isEmpty ? FileManager.default.currentDirectoryPath : folder)."
  }
}
