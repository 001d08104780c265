import FoundationEssentials

/// Whole files as bytes.
package enum FileContent {
  /// Whether a plain file lies at `path`, through links, and no folder, device or pipe; `nil` for
  /// nothing there.
  package static func isPlain(_ path: String) -> Bool? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] else {
      return nil
    }
    return type as? FileAttributeType == .typeRegular
  }

  /// The bytes of the file at `path`.
  ///
  /// Read, not mapped: a mapped file that another program cuts short would end the process.
  static func read(_ path: String) throws(DataError) -> FoundationEssentials.Data {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    guard let isPlain = isPlain(path) else {
      throw DataError("There is no such file.", file: path, kind: .file)
    }
    guard isPlain else {
      throw DataError("This is no plain file.", file: path, kind: .file)
    }
    guard let content = try? FoundationEssentials.Data(contentsOf: url) else {
      throw DataError(
        "The file cannot be read.", wayOut: "May you read it?", file: path, kind: .file)
    }
    if content.starts(with: [0x1f, 0x8b]) {
      throw DataError(
        "The file is compressed.", wayOut: "Unpack it with gunzip first.", file: path, line: 1)
    }
    return content
  }
}
