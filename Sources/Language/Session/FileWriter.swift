import System

/// Writes files that a line of a cell names.
enum FileWriter {
  /// Writes beside the file and then takes its place, so that no file is ever half written.
  ///
  /// Makes the folders above it.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt, which is looked for before each
  ///   megabyte.
  static func write(
    _ bytes: [UInt8], to path: String, interrupt: Interrupt
  ) throws {
    do {
      try Replacement.write(bytes, to: absolute(path), interrupt: interrupt)
    } catch FileError.folder, FileError.notPlain {
      throw Complaint(.file, "'\(path)' is no plain file.", about: path)
    } catch is FileError, is SystemError {
      throw Complaint(
        .file, "'\(path)' cannot be written.",
        wayOut: "Is the folder yours, is the name free, and is there room on the disk?",
        about: path)
    }
  }

  /// `~/` stands for the home folder.
  static func absolute(_ path: String) throws(Complaint) -> String {
    do throws(FolderError) {
      return try Folders().expanded(path)
    } catch { throw Complaint(.file, error.sentence, wayOut: error.wayOut, about: path) }
  }
}
