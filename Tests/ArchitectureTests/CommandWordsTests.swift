import Testing

/// Facts below, sentences above: no room below `Language` writes a line that a person types.
@Suite struct CommandWordsTests {
  /// The rooms whose errors, remarks and figures hold facts; `Language` says what to type.
  private static let factRooms = [
    "Analysis", "DataSets", "Display", "Engine", "Models", "Numbers", "Runs", "Training",
  ]

  @Test(arguments: factRooms)
  func namesNoCommandAndNoOption(room: String) throws {
    let files = try SourceFile.all(in: "Sources/\(room)")
    #expect(!files.isEmpty)
    for file in files {
      for line in file.codeLines where Self.namesLineToType(line.text) {
        Issue.record("\(file):\(line.number) names a command or option: \(line.text)")
      }
    }
  }

  @Test(arguments: [
    "throw DataError(\"For real values: --regression y.\")", "\"`train m` goes on.\"",
    "\"Open it with data: m = open FILE d.\"", ".text(\"--\" + name)", "\"`make data` does it.\"",
    "\"`\\(build) --num-experts 2` may do as well.\"", "\"m = build dephn adult\"",
  ])
  func aLineToTypeIsFound(code: String) {
    #expect(Self.namesLineToType(code))
  }

  @Test(arguments: [
    "descriptor = open(path, O_RDONLY)", "case `default`", "let at = \"https://kuairand.com\"",
    "count -= 1", "let names = [\"train\", \"test\"]",
  ])
  func codeIsNoLineToType(code: String) {
    #expect(!Self.namesLineToType(code))
  }

  @Test func commentsAreNoCode() {
    let file = SourceFile(
      path: "Sources/Display/Table.swift",
      text: "/// As `show d` says.\nlet a = 1 // with --split\nlet b = \"https://a.b\"\n")
    #expect(file.codeLines.map(\.number) == [2, 3])
    #expect(file.codeLines.map(\.text) == ["let a = 1 ", "let b = \"https://a.b\""])
  }

  /// Whether code holds an option with its dashes, a command in backticks, or one after `name =`.
  private static func namesLineToType(_ code: String) -> Bool {
    code.contains(#/--[a-z]|"--"|`[a-z-]+ [^`]*`|\w = (?:build|load|open|derive|resume) \S/#)
  }
}
