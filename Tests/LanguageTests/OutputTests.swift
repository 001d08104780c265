import Display
import FoundationEssentials
import Testing

@testable import Language

/// Output beyond the limit, output that is taken back, and files that are not to be lost.
@Suite struct OutputTests {
  private let long = String(repeating: "x", count: 1000)

  @Test func restOfALongOutputIsInAFile() throws {
    let folder = try ScratchFolder()
    let output = folder.path + "/deep/output"
    let notebook = Notebook(settings: SessionSettings(outputFolder: output))
    try notebook.run("for r in 1..400 { echo $r \(long) }")
    let lines = (1...400).map { "\($0) \(long)\n" }
    let shown = notebook.written
    #expect(shown.utf8.count <= 256 << 10 && shown.utf8.count > 255 << 10)
    let warning = try #require(notebook.warnings.last)
    #expect(notebook.warnings.count == 1)
    #expect(
      warning.hasPrefix(
        "The cell has printed 256 KB; the rest, except its result, is written to \(output)/"))
    let path = try #require(warning.split(separator: " ").last).dropLast()
    let kept = try String(contentsOf: URL(filePath: String(path)), encoding: .utf8)
    #expect(shown + kept == lines.joined())
  }

  /// A model per task has gates under each task's name.
  @Test func selectionGatesOfAModelPerTaskAreShown() throws {
    let notebook = try Notebook("d = load synthetic --rows 2000\nm = build phn d\nssg m")
    let text = try #require(notebook.results.last?.plainText)
    #expect(text.contains("Selection gates") && text.contains(".cross"))
  }

  @Test func figuresBeyondTheLimitAreInTheFileAsText() throws {
    let folder = try ScratchFolder()
    let notebook = Notebook(settings: SessionSettings(outputFolder: folder.path))
    // Each round counts 512 bytes for the figure, and the number's.
    try notebook.run("for r in 1..600 { list\necho $r }")
    #expect(notebook.figures.count == 508)
    let name = try #require(FileManager.default.contentsOfDirectory(atPath: folder.path).first)
    let file = URL(filePath: folder.path + "/" + name)
    let kept = try String(contentsOf: file, encoding: .utf8)
    let list = notebook.figures[0].plainText + "\n"
    #expect(kept.hasPrefix(list + "509\n" + list + "510\n"))
    #expect(kept.hasSuffix("600\n"))
  }

  @Test func onlyTheLatestFilesAreKept() throws {
    let folder = try ScratchFolder()
    let files = FileManager.default
    for number in 10..<80 {
      try folder.write("old", to: "cell-2000-01-01T00-00-00Z-\(number).txt")
    }
    try folder.write("mine", to: "notes.txt")
    let rest = RestOfOutput(in: folder.path)
    #expect(rest.write("new"))
    let names = try files.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names.count == RestOfOutput.mostFiles + 1)
    #expect(names.first == "cell-2000-01-01T00-00-00Z-31.txt")
    #expect(names.last == "notes.txt")
  }

  @Test func fileHasAnEndToo() throws {
    let folder = try ScratchFolder()
    let rest = RestOfOutput(in: folder.path)
    let block = String(repeating: "y", count: 1 << 20)
    for _ in 1...70 { #expect(rest.write(block)) }
    let text = try String(contentsOf: URL(filePath: rest.path), encoding: .utf8)
    #expect(
      text.utf8.count == RestOfOutput.maximum
        + "\nThe cell has printed more than 64 MB; the rest is dropped.\n".utf8.count)
    #expect(text.hasSuffix("y\nThe cell has printed more than 64 MB; the rest is dropped.\n"))
  }

  @Test func folderThatCannotBeWrittenCostsOnlyTheRest() throws {
    let folder = try ScratchFolder()
    try folder.write("a file", to: "output")
    let notebook = Notebook(settings: SessionSettings(outputFolder: folder.path + "/output"))
    try notebook.run("for r in 1..400 { echo $r \(long) }\necho end")
    #expect(
      notebook.warnings == ["The cell has printed 256 KB; the rest, except its result, is dropped."]
    )
  }

  @Test func clearTakesBack() throws {
    let notebook = try Notebook("echo a\nclear\nclear --wait")
    #expect(notebook.clearings == [false, true])
  }

  @Test(arguments: [("y", true), ("YES", true), ("", false), ("no", false)])
  func otherFileIsReplacedOnlyIfWanted(answer: String, replaces: Bool) throws {
    let folder = try ScratchFolder()
    try folder.write("my notes", to: "notes.txt")
    let path = folder.path + "/notes.txt"
    let notebook = try Notebook("d = load synthetic --rows 100", "m = build shared-bottom d")
    notebook.answers = [answer]
    let error = notebook.error(of: "save m \(path)")
    #expect((error == "(none)") == replaces)
    #expect(
      notebook.questions == ["'\(path)' exists and is not a saved model. Replace it? [y/N] "]
    )
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect((bytes == Data("my notes".utf8)) == !replaces)
  }

  @Test func whereNobodyAnswersTheFileStays() throws {
    let folder = try ScratchFolder()
    try folder.write("my notes", to: "notes.txt")
    let path = folder.path + "/notes.txt"
    let notebook = try Notebook("d = load synthetic --rows 100", "m = build shared-bottom d")
    let error = notebook.error(of: "save m \(path)")
    #expect(error.hasPrefix("FileError\n"))
    #expect(error.contains("or replace it: `save m \(path) --overwrite`."))
    #expect(try Data(contentsOf: URL(filePath: path)) == Data("my notes".utf8))
    // A model that was saved before, and an empty file, are replaced without a word.
    try folder.write("", to: "empty")
    try notebook.run("save m \(path) --overwrite\nsave m \(path)\nsave m \(folder.path)/empty")
    #expect(notebook.questions.count == 1)
  }
}

@Test(arguments: ["quit", "exit"])
func quitEndsTheConsole(cell: String) throws {
  #expect(try Notebook(cell).hasEnded)
}
