import Testing

/// Every `package` type and function has a doc comment.
@Suite struct DocumentationTests {
  @Test func everyPackageTypeAndFunctionHasADocComment() throws {
    let lacking = try SourceFile.all(in: "Sources").flatMap { file in
      file.undocumentedDeclarations.map { "\(file): \($0)" }
    }
    #expect(lacking == [])
  }

  @Test(arguments: [
    ("package struct Line {", 1), ("  package static func read() {", 1),
    ("@frozen\npackage enum Kind {", 1), ("package final class Lock {", 1),
    ("/// A line.\npackage struct Line {", 0),
    ("/// A lock.\n@frozen\npackage final class Lock {", 0),
    ("// A reason.\npackage func read() {", 1), ("struct Line {", 0), ("package var count = 0", 0),
    ("package init() {}", 0), ("package extension Line {", 0),
  ])
  func declarationsAreRead(text: String, count: Int) {
    let file = SourceFile(path: "Sources/Display/Table.swift", text: text)
    #expect(file.undocumentedDeclarations.count == count)
  }
}

extension SourceFile {
  /// The lines that declare a `package` type or function without a `///` comment above, attributes
  /// aside.
  fileprivate var undocumentedDeclarations: [String] {
    let declaration =
      #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*package\s+(?:(?:static|final|indirect|mutating|nonisolated|consuming|borrowing)\s+)*(?:struct|class|enum|protocol|actor|typealias|func)\s/#
    var isDocumented = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
      let words = line.drop { $0 == " " }
      if words.hasPrefix("///") {
        isDocumented = true
      } else if !words.hasPrefix("@") || words.contains(" package ") {
        defer { isDocumented = false }
        if !isDocumented, line.contains(declaration) { return String(words) }
      }
      return nil
    }
  }
}
