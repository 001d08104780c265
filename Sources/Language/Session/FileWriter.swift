import Data
import FoundationEssentials

/// Writes files that a line of a cell names.
enum FileWriter {
  /// Writes in one go, so that a file is never half written; makes the folders above it.
  static func write(_ bytes: some Sequence<UInt8>, to path: String) throws(Complaint) {
    let place = URL(filePath: absolute(path)).resolvingSymlinksInPath()
    // A device would be replaced by a file, a folder cannot be.
    if FileContent.isPlain(place.path) == false {
      throw Complaint(.file, "'\(path)' is no plain file.", about: path)
    }
    do {
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FoundationEssentials.Data(bytes).write(to: place, options: .atomic)
    } catch {
      throw Complaint(
        .file, "'\(path)' cannot be written.",
        wayOut: "Is the folder yours, is the name free, and is there room on the disk?",
        about: path)
    }
  }

  /// `~/` stands for the home folder.
  static func absolute(_ path: String) -> String {
    guard path.hasPrefix("~/") else { return path }
    return ProcessInfo.processInfo.environment["HOME", default: ""] + path.dropFirst()
  }
}
