import System

/// Writes files named in a cell.
enum FileWriter {
  /// Writes a temporary file and renames it, so that no file is ever half written.
  ///
  /// Creates missing folders.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt, checked before each megabyte.
  static func write(
    _ bytes: [UInt8], to path: String, interrupt: Interrupt
  ) throws {
    try explaining(path) {
      try Replacement.write(bytes, to: absolute(path), interrupt: interrupt)
    }
  }

  /// A file to write piece by piece, which takes its place in the end.
  static func replacement(of path: String) throws -> Replacement {
    try explaining(path) { try Replacement(of: absolute(path)) }
  }

  /// Runs what writes to `path`, with errors that name it.
  private static func explaining<Result>(
    _ path: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch FileError.folder, FileError.notPlain {
      throw Complaint(.file, "'\(path)' is not a regular file.", about: path)
    } catch is FileError, is SystemError {
      throw Complaint(
        .file, "'\(path)' cannot be written.",
        wayOut: "Check the folder, its permissions and the disk space.",
        about: path)
    }
  }

  /// The absolute path; `~/` is the home folder.
  static func absolute(_ path: String) throws(Complaint) -> String {
    do throws(FolderError) {
      return try Folders().expanded(path)
    } catch { throw Complaint(.file, error.sentence, wayOut: error.wayOut, about: path) }
  }
}
