import FoundationEssentials

/// A text file of this package.
struct SourceFile: CustomStringConvertible {
  /// The path inside the package: `Sources/DataSets/Schema.swift`.
  let path: String
  let text: String

  /// Folder of the package.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  var description: String { path }

  /// Name of the target that the file belongs to.
  var room: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  var lineCount: Int { text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 }

  /// Names of the modules that the file imports, whatever stands before or after the name.
  var imports: Set<String> {
    let statement =
      #/(?m)^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
    return Set(text.matches(of: statement).map { String($0.1) })
  }

  /// Closures through which work asks for interrupts: a `() -> Bool`, a `check` to call, or
  /// anything by the name `isInterrupted` that is passed or called.
  var interruptClosures: [String] {
    let closure = #/\W\(\) -> Bool|\bcheck: \(\)|\bisInterrupted[:(]/#
    return text.matches(of: closure).map { String($0.0) }
  }

  /// The lines that hold code, numbered from 1, without their comments.
  var codeLines: [(number: Int, text: String)] {
    text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap {
      let code = $1.replacing(#/(?<before>^|[^:])\/\/.*/#) { $0.output.before }
      return code.contains { !$0.isWhitespace } ? ($0 + 1, String(code)) : nil
    }
  }

  /// Names of the types that the file declares at its top level, in their order.
  var types: [String] {
    let declaration =
      #/(?m)^(?:@\w+\s+)*(?:(?:package|public|internal|private|fileprivate|final|indirect)\s+)*(?:struct|class|enum|protocol|actor|typealias)\s+(\w+)/#
    return text.matches(of: declaration).map { String($0.1) }
  }

  init(path: String, text: String) {
    self.path = path
    self.text = text
  }

  init(path: String) throws {
    self.path = path
    text = String(decoding: try Data(contentsOf: Self.root.appending(path: path)), as: UTF8.self)
  }

  /// All Swift files below a folder of the package, in the order of their paths.
  static func all(in folder: String) throws -> [SourceFile] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { $0.hasSuffix(".swift") }.sorted().map { try SourceFile(path: "\(folder)/\($0)") }
  }
}
