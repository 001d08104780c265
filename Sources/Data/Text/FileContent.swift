import FoundationEssentials

/// Whole files as bytes.
enum FileContent {
  /// The bytes of the file at `path`.
  ///
  /// Read, not mapped: a mapped file that another program cuts short would end the process.
  static func read(_ path: String) throws(DataError) -> FoundationEssentials.Data {
    let url = URL(filePath: path).resolvingSymlinksInPath()
    let type = try? FileManager.default.attributesOfItem(atPath: url.path)[.type]
    guard let type else {
      throw DataError("There is no such file.", file: path, kind: .file)
    }
    guard type as? FileAttributeType == .typeRegular else {
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
