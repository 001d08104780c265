import Display
import Options
import Testing

@testable import Language

@Test(
  arguments: [
    ("epochs = 3", "echo $epochs", "3"),
    ("lr = 0.01", "echo --learning-rate $lr", "--learning-rate 0.01"),
    ("lr = -0.5", "echo $lr", "-0.5"),
    ("kinds = mmoe ple", "echo $kinds", "mmoe ple"),
    (
      "kinds = mmoe ple", "echo \"<$kinds>\" x$kinds ${kinds}2 '$kinds'",
      "<mmoe ple> xmmoe ple mmoe ple2 $kinds"
    ),
    ("kinds = mmoe ple", "for k in $kinds cgc { echo $k }", "mmoe\nple\ncgc"),
    ("rounds = 1..3", "for r in $rounds { echo $r }", "1\n2\n3"),
    ("rounds = '1..3'", "for r in $rounds { echo $r }", "1..3"),
    ("name = 'a b'", "for r in $name { echo $r }", "a b"),
    ("a = 1", "b = $a 2\na = 5\necho $b $a", "1 2 5"),
    ("a = 1", "for a in 2 3 { echo $a }\necho $a", "2\n3\n1"),
    ("a = 1", "for r in 2 3 { a = $a $r }\necho $a", "1 2 3"),
    ("word = 'train'", "echo $word", "train"),
    ("options = --rows 2", "t = for r in 1 { list }\nshow t $options", nil),
    ("x = road", "echo $x", "road"),
    ("größe = 3", "echo $größe", "3"),
  ] as [(String, String, String?)])
func aVariableStandsForItsWords(first: String, second: String, said: String?) throws {
  let notebook = try Notebook(first)
  #expect(notebook.results.isEmpty && notebook.written.isEmpty)
  guard let said else { return }
  try notebook.run(second)
  #expect(notebook.written == said + "\n")
}

@Test func variablesAreOptionsAndNames() throws {
  let notebook = try Notebook(
    """
    rows = 2000
    options = --rows $rows --seed 4
    d = load synthetic $options
    names = a b
    kind = shared-bottom
    for name in $names { $name = build $kind d }
    both = $names
    evaluate $both
    """)
  let table = try #require(notebook.table)
  #expect(table[column: "model"]?.contains(.text("a")) ?? false)
  #expect(table[column: "model"]?.contains(.text("b")) ?? false)
}

@Test func listShowsVariablesAndDropForgetsThem() throws {
  let notebook = try Notebook("epochs = 3\nkinds = mmoe 'a b'", "list")
  let table = try #require(notebook.table)
  #expect(table[column: "name"] == [.text("epochs"), .text("kinds")])
  #expect(table[column: "kind"] == [.text("variable"), .text("variable")])
  #expect(table[column: "what"] == [.text("3"), .text("mmoe a b")])
  try notebook.run("show kinds")
  #expect(notebook.results.first?.plainText == "mmoe a b")
  try notebook.run("drop epochs")
  #expect(notebook.error(of: "echo $epochs").contains("There is no variable '$epochs'."))
}

/// A name stands for one thing: what it was given last.
@Test func aNameIsAVariableOrSomethingElse() throws {
  let notebook = try Notebook("d = 3", "d = load synthetic --rows 2000", "head d")
  #expect(notebook.error(of: "echo $d").contains("'d' is a data set, not a variable."))
  #expect(
    notebook.error(of: "d = 4\nhead d").contains("'d' is a variable; `head` needs a data set."))
}

/// Nothing of a cell runs if a later line uses a variable that will not be there.
@Test func variablesAreCheckedBeforeTheCellRuns() {
  let notebook = Notebook()
  #expect(notebook.error(of: "echo one\na = 3\ndrop a\necho $a").contains("'$a'"))
  #expect(notebook.written.isEmpty)
}

@Test(arguments: [
  ("m = biuld mmoe d", "build"), ("d = laod adult", "load"), ("t = evalaute m", "evaluate"),
  ("t = comapre a b --seeds 3", "compare"), ("m = mmoe d --num-experts 3", "build mmoe"),
])
func aMisspelledCommandIsNoValue(cell: String, meant: String) {
  let error = Notebook().error(of: cell)
  #expect(error.contains("Unknown command") && error.contains("Did you mean '\(meant)'?"))
}

/// Nothing that options take is mistaken for a command, in front of another word.
@Test func wordsOfTheLanguageAreValues() throws {
  let pages = CommandList.all.map { CommandPage.of($0) }
  let words =
    ["load", "build", "derive"].flatMap { CommandList.families[$0] ?? [] }
    + pages.flatMap(\.parameters).flatMap(\.choices)
  for word in Set(words).subtracting(CommandList.verbs) {
    #expect(throws: Never.self) {
      _ = try LineParser.assignment(of: [OptionWord(word), OptionWord("other")])
    }
  }
}

@Test func aVariableHasALimit() {
  let notebook = Notebook()
  let error = notebook.error(of: "x = a b\nfor r in 1..60 { x = $x $x }")
  #expect(error.contains("A variable can hold at most 10,000 words"))
  let long = notebook.error(of: "y = abcdefgh\nfor r in 1..60 { y = \"$y $y\" }")
  #expect(long.contains("1 MiB of text"))
}

@Test(
  arguments: [
    ("echo $e|", ["$epochs"]),
    ("echo $|", ["$epochs", "$kinds"]),
    ("a1 = 3\nt = list\necho $|", ["$a1", "$epochs", "$kinds"]),
    ("for r in $k|", ["$kinds"]),
    ("show |", ["epochs", "kinds"]),
    ("gates |", ["--split", "--by", "--quantiles"]),
  ] as [(String, [String])])
func variablesAreCompleted(marked: String, expected: [String]) throws {
  let notebook = try Notebook("epochs = 3\nkinds = mmoe ple")
  let code = String(marked.dropLast())
  let texts = notebook.assistant.complete(code, at: code.unicodeScalars.count).matches.map(\.text)
  #expect(texts == expected)
}

@Test func aVariableIsInspected() throws {
  let assistant = try Notebook("epochs = 3").assistant
  #expect(assistant.inspect("echo $epochs", at: 8, detail: 0)?.plain == "epochs: 3")
  #expect(assistant.inspect("echo $nothing", at: 8, detail: 0) == nil)
}
