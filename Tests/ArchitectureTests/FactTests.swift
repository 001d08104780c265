import FoundationEssentials
import Testing

/// A fact has one owner; where a file of another kind must repeat it, the two are held equal.
@Suite struct FactTests {
  private static let owner = "Sources/System/ProgramVersion.swift"

  /// The version that the program says it is.
  private func version() throws -> String {
    let text = try SourceFile(path: Self.owner).text
    return String(try #require(text.firstMatch(of: #/programVersion = "([\d.]+)"/#)).1)
  }

  @Test func oneFileSaysTheVersion() throws {
    let version = try version()
    let files = try SourceFile.all(in: "Sources").filter { $0.text.contains("\"\(version)\"") }
    #expect(files.map(\.path) == [Self.owner])
  }

  @Test(arguments: [
    "python/dephn/__init__.py", "editors/jupyterlab/package.json", "editors/vscode/package.json",
  ])
  func packagesHaveTheVersionOfTheProgram(path: String) throws {
    let found = try SourceFile(path: path).text.matches(of: #/version[_"]*\s*[=:]\s*"([\d.]+)"/#)
    #expect(found.map { String($0.1) } == [try version()])
  }

  @Test func citationHasTheVersionOfTheProgram() throws {
    let text = try SourceFile(path: "CITATION.cff").text
    #expect(try text.contains("\nversion: \(version())\n"))
  }

  @Test func changelogEndsWithTheVersionOfTheProgram() throws {
    let text = try SourceFile(path: "CHANGELOG.md").text
    let newest = try #require(text.firstMatch(of: #/(?m)^## \[(\d[\d.]*)\]/#))
    #expect(String(newest.1) == (try version()))
  }
}
