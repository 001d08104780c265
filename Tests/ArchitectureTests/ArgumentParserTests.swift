import Testing

/// What the rooms may know of swift-argument-parser.
///
/// A room that imports it declares options with it: its property wrappers, `ParsableArguments`,
/// `ExpressibleByArgument`, and the configuration of a command. Reading declarations and values,
/// parsing, and telling failures apart go through `Options`, which alone knows the library's insides.
/// The programs `Kernel` and `Benchmark` are the library's own users on the command line.
@Suite struct ArgumentParserTests {
  private static let programs: Set = ["Kernel", "Benchmark"]

  /// Names of the library that are not for declarations.
  private let insides =
    #/\b(?:_parsedValue|_dumpHelp|ValidationError|CleanExit|ExitCode|fullMessage|helpMessage|usageString|completionScript|parseOrExit|parseAsRoot)\b|\.message\(for:|\.(?:exit|parse)\(\[|\.parse\(\)/#

  @Test func onlyOptionsKnowsItsInsides() throws {
    for file in try SourceFile.all(in: "Sources")
    where file.room != "Options" && !Self.programs.contains(file.room) {
      let found = file.text.matches(of: insides).map { String($0.0) }
      #expect(found.isEmpty, "\(file) uses \(found)")
    }
  }

  /// Reflection reads property wrappers, whose names and contents are the library's.
  @Test func onlyOptionsReflects() throws {
    for file in try SourceFile.all(in: "Sources") where file.room != "Options" {
      #expect(!file.text.contains("Mirror("), "\(file)")
    }
  }

  @Test(arguments: [
    "throw ValidationError(\"x\")", "try Kind.parse([\"--a\"])", "Kind._dumpHelp()",
    "type.message(for: error)", "try Kind.parse()",
  ])
  func insidesAreFound(line: String) {
    #expect(line.contains(insides))
  }
}
