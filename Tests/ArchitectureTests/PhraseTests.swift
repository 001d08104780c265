import FoundationEssentials
import Testing

/// Phrases that no native engineer would say, and that must not come back.
@Suite struct PhraseTests {
  /// Texts that people read: code with its comments, documents and notebooks.
  private static let folders = ["Sources", "docs", "notebooks", "python", "editors", "scripts"]
  private static let documents = [
    "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "BENCHMARKS.md", "RESULTS.md", "Makefile",
  ]

  @Test func noPhraseIsBack() throws {
    let files = try Self.folders.flatMap(Self.texts) + Self.documents.map(SourceFile.init(path:))
    #expect(files.count > 300)
    for file in files {
      for match in file.prose.matches(of: Self.phrases) {
        Issue.record("\(file): '\(match.0)'")
      }
    }
  }

  @Test(arguments: [
    "A row a model", "abstract: \"A weight a task in the loss.\"", "a command a source",
    "the rule of descent", "/// each problem is told with a way out", "Leave it away.",
    "a share that falls away", "Expert use ·", "expert\n  /// use", "How alike the tasks are",
    "A run ended by an interrupt", "tasks that go together", "the seeds' noise",
  ])
  func phraseIsFound(text: String) {
    #expect(SourceFile(path: "README.md", text: text).prose.contains(Self.phrases))
  }

  @Test(arguments: [
    "one row per model", "a row of a model", "the expert uses", "rows a second", "retold", "likely",
  ])
  func plainEnglishIsNot(text: String) {
    #expect(!SourceFile(path: "README.md", text: text).prose.contains(Self.phrases))
  }

  private static var phrases: Regex<Substring> {
    #/
    (?i) \b (?:
      a\ (?:row|weight|line|sentence|column|command|file|type|bar|word)
        \ an?\ (?:model|task|name|run|round|row|kind|source|word|architecture|line|group)
      | rule\ of\ descent | way\ to\ descend | size\ of\ a\ step | height\ of\ the\ rate
      | (?:is|are|was)\ told (?!\ apart|\ to) | is\ refused | ended\ by\ an | in\ vain
      | leave\ (?:it|them)\ away | falls?\ away
      | expert\ use | uses\ which\ expert | how\ alike | likeness | go\ together
      | seeds'\ noise | calibr\.
    ) (?!\w)
    /#
  }

  /// The text files below a folder of the package.
  private static func texts(in folder: String) throws -> [SourceFile] {
    let endings = [".swift", ".c", ".h", ".md", ".ipynb", ".py", ".sh", ".dephn", ".ts"]
    return try FileManager.default
      .subpathsOfDirectory(atPath: SourceFile.root.appending(path: folder).path)
      .filter { path in endings.contains { path.hasSuffix($0) } && !path.contains("node_modules") }
      .sorted().map { try SourceFile(path: "\(folder)/\($0)") }
  }
}

extension SourceFile {
  /// The text as one line, without line breaks and the marks of comments.
  fileprivate var prose: String { text.replacing(#/\s*\n\s*(?:\/\/+|#)?\s*/#, with: " ") }
}
