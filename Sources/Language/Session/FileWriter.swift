import System

/// Writes files named in a cell.
enum FileWriter {
  /// Writes a temporary file and renames it, so that no file is ever half written.
  ///
  /// Creates missing folders. A file that the session has read data from is not replaced.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt, checked before each megabyte.
  static func write(_ bytes: [UInt8], to path: String, in session: Session) throws {
    try protect(path, in: session)
    try explaining(path) {
      try Replacement.write(bytes, to: absolute(path), interrupt: session.interrupt)
    }
  }

  /// A file to write piece by piece, which takes its place in the end.
  static func replacement(of path: String, in session: Session) throws -> Replacement {
    try protect(path, in: session)
    return try explaining(path) { try Replacement(of: absolute(path)) }
  }

  /// Refuses a path at which a file lies that the session has read data from.
  static func protect(_ path: String, in session: Session) throws(Complaint) {
    guard let old = FileStatus(try absolute(path)),
      session.inputs.contains(where: { FileStatus($0)?.isSameFile(as: old) == true })
    else { return }
    throw Complaint(
      .file, "'\(path)' holds data that this session has read; it is not overwritten.",
      wayOut: "Choose another name for the result. To predict the rows of this file: "
        + "`predict MODEL RESULT.csv --file \(Word.typed(path))`.", about: path)
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
