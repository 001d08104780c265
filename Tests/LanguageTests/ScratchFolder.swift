import FoundationEssentials

/// A folder of its own for a test that writes files; gone when the test ends.
///
/// Lines of cells name files from the current folder, which the whole process shares: so the names
/// in a cell are prefixed instead.
final class ScratchFolder {
  let path = FileManager.default.temporaryDirectory
    .appending(path: "dephn-language-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name)"))
  }

  func text(of name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The cell with these files in this folder.
  func placed(_ cell: String, _ names: String...) -> String {
    names.reduce(cell) { $0.replacing(" \($1)", with: " \(path)/\($1)") }
  }
}
