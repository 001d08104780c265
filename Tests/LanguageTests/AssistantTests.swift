import DataSets
import System
import Testing

@testable import Language

private let session = """
  d = load synthetic --rows 2000
  other = load synthetic --rows 2000 --tasks 3
  m = build shared-bottom d
  t = list
  """

@Test(
  arguments: [
    ("sh|", ["show"]),
    ("d2 = lo|", ["load"]),
    ("load |", sources + ["predictions"]),
    ("load s|", ["sql", "synthetic"]),
    ("show |", ["d", "other", "m", "t"]),
    ("head |", ["d", "other"]),
    ("head o|", ["other"]),
    ("drop d |", ["other", "m", "t"]),
    ("head d --s|", ["--split"]),
    ("head d --split |", ["train", "validation", "test"]),
    ("head d --split=v|", ["validation"]),
    ("head d --rows |", []),
    ("head d |", ["--rows", "--split"]),
    ("plot t --x |", ["name", "kind", "what", "megabytes"]),
    ("plot t --x name --y me|", ["megabytes"]),
    ("load adult --tasks |", ["income", "never-married", "college"]),
    ("load adult --tasks income co|", ["college"]),
    ("load synthetic --tasks |", []),
    ("build d|", ["dephn", "dnn", "dcn", "dcn-v2"]),
    ("m = build dephn |", ["d", "other"]),
    ("m = build dephn d --mappings raw s|", ["sin", "square"]),
    ("m = build dephn d --num-e|", ["--num-experts"]),
    ("gates |", ["m"]),
    ("train m --optimizer |", ["adam", "adamw", "sgd", "adagrad"]),
    ("compare m --baseline |", ["m"]),
    (
      "compare m |",
      ["--baseline", "--seeds", "--per-seed", "--metrics", "--split", "--timings", "--quiet"]
    ),
    ("help loa|", ["load"]),
    ("help load |", sources + ["predictions"]),
    ("for r in 1 2 {\n  echo $|", ["$r"]),
    ("for r in 1 2 {\n  hea|d d\n}", ["head"]),
    ("echo a # sho|", []),
    ("nonsense |", []),
  ] as [(String, [String])])
func completes(marked: String, expected: [String]) throws {
  let notebook = try Notebook(session)
  let (code, cursor) = try unmarked(marked)
  let texts = notebook.assistant.complete(code, at: cursor).matches.map(\.text)
  #expect(texts == expected)
}

@Test func completionReplacesTheWordUnderTheCursor() throws {
  let notebook = try Notebook(session)
  let completion = notebook.assistant.complete("é = head d --split=te", at: 21)
  #expect(completion.start == 19 && completion.end == 21)
  #expect(completion.matches == [Completion.Match(text: "test", type: "value")])
}

@Test func verbsAndNamesHaveTypes() throws {
  let assistant = try Notebook(session).assistant
  #expect(assistant.complete("show d", at: 6).matches == [.init(text: "d", type: "data")])
  #expect(assistant.complete("lis", at: 3).matches == [.init(text: "list", type: "command")])
  #expect(assistant.complete("load csv", at: 8).matches == [.init(text: "csv", type: "source")])
}

/// The words after `load`.
private let sources = dataSources.map { $0.name }

@Test(arguments: [
  ("sh|ow d", "show: Contents of a data set, model, table or plot."),
  ("show |d", "d: synthetic · 2,000 rows, "),
  ("load syn|", "load SOURCE: "),
  ("load syn|thetic", "load synthetic: "),
  ("lo|ad", "load SOURCE: "),
  ("head d --ro|ws 3", "--rows N (head)\nNumber of rows, at most 20. Default: 5."),
  ("help he|ad", "head: First rows of a data set."),
  ("head d |", "head: First rows of a data set."),
])
func inspects(marked: String, beginning: String) throws {
  let notebook = try Notebook(session)
  let (code, cursor) = try unmarked(marked)
  let answer = try #require(notebook.assistant.inspect(code, at: cursor, detail: 0))
  #expect(answer.plain.hasPrefix(beginning))
}

@Test(arguments: [
  (
    "head| d", 0,
    """
    **head**: First rows of a data set.

    ```
    head DATA [options]
    ```

    Arguments

    - `DATA`: Data set to show.
    """
  ),
  ("head d --ro|ws 3", 0, "**--rows N (head)**: Number of rows, at most 20. Default: 5."),
  (
    "head d --ro|ws 3", 1,
    "**--rows N (head)**: Number of rows, at most 20. Default: 5.\n\n**head**: First rows"
  ),
  ("load syn|", 0, "**load SOURCE**: Reads a data set from files, or generates one.\n\n`adult`, "),
  ("show |d", 0, "**d**: synthetic · 2,000 rows, "),
])
func inspectsInMarkdown(marked: String, detail: Int, beginning: String) throws {
  let notebook = try Notebook(session)
  let (code, cursor) = try unmarked(marked)
  let answer = try #require(notebook.assistant.inspect(code, at: cursor, detail: detail))
  #expect(answer.markdown.hasPrefix(beginning))
}

@Test(arguments: [
  ("show |d", "Tasks: task1, task2", "- `task1`\n- `task2`"),
  ("head| d", "See also: load adult, ", "See also: load adult, "),
  ("head d --ro|ws", "head: First rows of a data set.", "- `--rows N`: "),
])
func detailAddsToWhatIsSaid(marked: String, plain: String, markdown: String) throws {
  let notebook = try Notebook(session)
  let (code, cursor) = try unmarked(marked)
  let short = try #require(notebook.assistant.inspect(code, at: cursor, detail: 0))
  let long = try #require(notebook.assistant.inspect(code, at: cursor, detail: 1))
  #expect(long.plain.hasPrefix(short.plain) && long.markdown.hasPrefix(short.markdown))
  #expect(!short.plain.contains(plain) && long.plain.contains(plain))
  #expect(!short.markdown.contains(markdown) && long.markdown.contains(markdown))
}

@Test(arguments: ["", "nonsense|", "# lo|ad"])
func saysNothingWhereThereIsNothing(marked: String) throws {
  let (code, cursor) = try unmarked(marked.contains("|") ? marked : marked + "|")
  #expect(CellAssistant().inspect(code, at: cursor, detail: 0) == nil)
}

@Test(
  arguments: [
    ("load csv FILE --label |", ["click", "'time of day'", "user"]),
    ("load csv FILE --label click --categorical u|", ["user"]),
    ("load csv FILE --label click --regression |", ["'time of day'", "user"]),
    ("load csv nothing.csv --label c|", []),
    ("train m --monitor |", ["loss", "auc", "task1.loss", "task1.auc", "task2.loss", "task2.auc"]),
    ("train m --monitor task2.|", ["task2.loss", "task2.auc"]),
    ("evaluate c --group |", ["user"]),
    ("derive related d --task |", ["task1", "task2"]),
    ("load csv FOLDER/my|", ["'FOLDER/my clicks.csv'"]),
    ("load csv 'FOLDER/my|", ["FOLDER/my clicks.csv"]),
  ] as [(String, [String])])
func completesWhatDataHold(marked: String, expected: [String]) throws {
  let folder = try ScratchFolder()
  let rows = (0..<200).map { "u\($0 % 7),\($0 % 24).5,\($0 % 2)" }
  let text = "user,time of day,click\n" + rows.joined(separator: "\n") + "\n"
  let file = folder.path + "/my clicks.csv"
  try folder.write(text, to: "my clicks.csv")
  let notebook = try Notebook(
    session + "\ne = load csv '\(file)' --label click --categorical user\nc = build mmoe e")
  func filled(_ text: String) -> String {
    text.replacing("FILE", with: "'\(file)'").replacing("FOLDER", with: folder.path)
  }
  let (code, cursor) = try unmarked(filled(marked))
  let texts = notebook.assistant.complete(code, at: cursor).matches.map(\.text)
  #expect(texts.sorted() == expected.map(filled).sorted())
}

@Test(
  arguments: [
    ("show t --where |", ["name=", "kind=", "what=", "megabytes="]),
    ("show t --where name=d ki|", ["kind="]),
    ("check t megabytes above 0 --where na|", ["name="]),
    ("echo $|", ["$lr"]),
    ("for r in 1 2 {\n  echo \"of $|", ["$r", "$lr"]),
    ("train m --learning-rate $l|", ["$lr"]),
    ("sql \"SELECT name FROM |", ["t", "[t-2]"]),
    ("q = sql 'select name from t, |", ["t", "[t-2]"]),
    ("sql \"SELECT t.name FROM t JOIN [|", ["[t]", "[t-2]"]),
    ("check \"SELECT name FROM |", ["t", "[t-2]"]),
    ("sql \"SELECT |", ["name", "kind", "what", "megabytes", "[a.b]"]),
    ("sql \"SELECT name, avg(me|", ["megabytes"]),
    ("sql \"SELECT * FROM t WHERE |", ["name", "kind", "what", "megabytes"]),
    ("sql \"SELECT * FROM [t-2] ORDER BY a|", ["[a.b]"]),
    ("sql \"SELECT t.m|", ["t.megabytes"]),
    ("sql \"SELECT [a|", ["[a.b]"]),
    ("sql \"SELECT '$|", ["$lr"]),
    ("sql \"SELECT '$lr', na|", ["name"]),
    ("sql \"SELECT name FROM t\"|", []),
  ] as [(String, [String])])
func completesColumnsVariablesAndQueries(marked: String, expected: [String]) throws {
  let notebook = try Notebook(
    session + "\nlr = 0.1\nt-2 = sql \"SELECT megabytes AS [a.b] FROM t\"")
  let (code, cursor) = try unmarked(marked)
  let texts = notebook.assistant.complete(code, at: cursor).matches.map(\.text)
  #expect(texts == expected)
}

@Test func completionOfAQueryReplacesItsLastWord() throws {
  let completion = try Notebook(session).assistant.complete("é = sql \"SELECT t.na", at: 20)
  #expect(completion.start == 16 && completion.end == 20)
  #expect(completion.matches == [Completion.Match(text: "t.name", type: "column")])
}

@Test func runsAreCompletedByTheirNumbers() throws {
  let folder = try ScratchFolder()
  let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try notebook.run("d = load synthetic --rows 2000\nm = build shared-bottom d\ntrain m\ntrain m")
  #expect(notebook.interrupted("train m --epochs 5000").hasPrefix("Interrupted"))
  func texts(_ code: String) -> [String] {
    notebook.assistant.complete(code, at: code.unicodeScalars.count).matches.map(\.text)
  }
  #expect(texts("attach run ") == ["3", "2", "1"])
  #expect(texts("m = resume run ") == ["3"])
}

/// The code without its `|`, and where that stood.
private func unmarked(_ marked: String) throws -> (String, Int) {
  let scalars = Array(marked.unicodeScalars)
  let cursor = try #require(scalars.firstIndex(of: "|"))
  var code = String.UnicodeScalarView()
  code.append(contentsOf: scalars[..<cursor] + scalars[(cursor + 1)...])
  return (String(code), cursor)
}
