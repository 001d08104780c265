import FoundationEssentials
import Options
import Testing

@testable import Language

/// The guides in `docs` say what is true of the program.
@Suite struct GuideTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

  private func guide(_ name: String) throws -> String {
    try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
  }

  /// A thousand rows as data.md shows them.
  private func table(separator: String) -> String {
    let header = ["user", "age", "city", "price", "date", "click", "buy"]
    let rows = (0..<1000).map { row -> [String] in
      let click = row % 4 == 0
      return [
        "u\(row * 7 % 190)", "\(18 + row * 13 % 60)", ["Paris", "Rome", "Oslo", "?"][row % 7 % 4],
        "\(row * 37 % 500).5", "2026-11-\(row / 50 + 10)", click ? "1" : "0",
        click && row % 3 == 0 ? "1" : "0",
      ]
    }
    return ([header] + rows).map { $0.joined(separator: separator) + "\n" }.joined()
  }

  /// Cells are the blocks that are marked as `dephn`; each page is a session.
  @Test(arguments: ["data.md", "models.md", "reproducibility.md", "tables.md", "training.md"])
  func everyCellRuns(page: String) throws {
    let scratch = try ScratchFolder()
    try scratch.write(table(separator: ","), to: "clicks.csv")
    try scratch.write(table(separator: "\t"), to: "clicks.tsv")
    let cells = try guide(page).matches(of: #/```dephn\n((?:.|\n)*?)```/#).map { String($0.1) }
    #expect(!cells.isEmpty)
    let notebook = Notebook(settings: SessionSettings(runsFolder: scratch.path + "/runs"))
    for cell in cells {
      let placed = scratch.placed(cell, "clicks.csv", "clicks.tsv", "scores.csv", "models/")
      let error = notebook.error(of: placed)
      #expect(error == "(none)", "\(page): \(cell)\n\(error)")
    }
  }

  @Test(arguments: CommandList.families["build"] ?? [])
  func everyKindHasItsSection(kind: String) throws {
    let page = try guide("models.md")
    let section = page.split(separator: "\n## ").first { $0.hasPrefix("`\(kind)`\n") } ?? ""
    let common = page.split(separator: "\n## ").first { $0.hasPrefix("Options of every") } ?? ""
    let type = try #require(CommandList.type(named: "build \(kind)"))
    for option in CommandPage.of(type).options {
      #expect(
        section.contains("`\(option.word)") || common.contains("`\(option.word)"), "\(option.word)")
    }
    let year = try #require(CommandPage.of(type).paper?.firstMatch(of: #/(?:19|20)\d\d/#)).0
    #expect(section.contains(year))
  }

  @Test func referenceOfCommandsIsUpToDate() throws {
    #expect(try guide("commands.md") == CommandReference.markdown, "run `make docs`")
  }

  @Test func everySourceIsInTheGuide() throws {
    let page = try guide("data.md")
    for source in CommandList.families["load"] ?? [] {
      #expect(page.contains("`\(source)`") || page.contains("`load \(source)"), "\(source)")
    }
    let type = try #require(CommandList.type(named: "load csv"))
    for option in CommandPage.of(type).options {
      #expect(page.contains(option.word), "\(option.word)")
    }
  }

  @Test func everyOptionOfTrainingIsInTheGuide() throws {
    let page = try guide("training.md")
    for option in CommandPage.of(Train.self).options {
      #expect(page.contains(option.word), "\(option.word)")
    }
  }
}
