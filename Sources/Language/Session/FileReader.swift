import FoundationEssentials
import System

/// Reads files that a line of a cell names.
enum FileReader {
  /// All bytes of a plain file.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt, which is looked for before each
  ///   megabyte.
  static func bytes(of path: String, interrupt: Interrupt) throws -> [UInt8] {
    do {
      return try PlainFile.bytes(of: FileWriter.absolute(path), interrupt: interrupt)
    } catch FileError.missing {
      throw Complaint(.file, "There is no file '\(path)'.", wayOut: nearest(path), about: path)
    } catch let error as FileError {
      let reason =
        switch error {
        case .folder: "is a folder"
        // Cut while it is read, or on a disk that fails.
        case .cutShort: "cannot be read whole"
        default: "cannot be read"
        }
      throw Complaint(.file, "'\(path)' \(reason).", about: path)
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
