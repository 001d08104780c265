import FoundationEssentials

/// Files of `/proc` and `/sys`, which the system writes while they are read.
enum SystemText {
  /// The text of a file; nil where the system has none.
  static func of(_ path: String) -> String? {
    try? String(contentsOf: URL(filePath: path), encoding: .utf8)
  }
}
