import DataSets
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes files that a line of a cell names.
enum FileWriter {
  /// Writes beside the file and then takes its place, so that no file is ever half written.
  ///
  /// Makes the folders above it. `check` is called before each megabyte and may end it.
  static func write(
    _ bytes: [UInt8], to path: String, check: () throws -> Void = {}
  ) throws {
    let place = URL(filePath: absolute(path)).resolvingSymlinksInPath()
    // A device would be replaced by a file, a folder cannot be.
    if FileContent.isPlain(place.path) == false {
      throw Complaint(.file, "'\(path)' is no plain file.", about: path)
    }
    let folder = place.deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let part = folder.appending(path: ".\(place.lastPathComponent)-\(UUID().uuidString)").path
    defer { unlink(part) }
    guard let file = fopen(part, "wbx") else { throw unwritable(path) }
    defer { fclose(file) }
    for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
      try check()
      let slice = bytes[start..<min(bytes.count, start + 1 << 20)]
      let count = slice.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
      if count < slice.count { throw unwritable(path) }
    }
    var status = stat()
    if stat(place.path, &status) == 0 { fchmod(fileno(file), status.st_mode) }
    guard fflush(file) == 0, rename(part, place.path) == 0 else { throw unwritable(path) }
  }

  private static func unwritable(_ path: String) -> Complaint {
    Complaint(
      .file, "'\(path)' cannot be written.",
      wayOut: "Is the folder yours, is the name free, and is there room on the disk?",
      about: path)
  }

  /// `~/` stands for the home folder.
  static func absolute(_ path: String) -> String {
    guard path.hasPrefix("~/") else { return path }
    return ProcessInfo.processInfo.environment["HOME", default: ""] + path.dropFirst()
  }
}
