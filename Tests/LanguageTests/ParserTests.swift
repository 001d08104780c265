import Options
import Testing

@testable import Language

/// Statements in a short form: `name = [word][word]`, loops with braces.
private func outline(_ code: String) -> String {
  let none = Variables()
  var one = Variables()
  one["r"] = [OptionWord("R")]
  func outline(_ statement: Statement) -> String {
    switch statement {
    case .line(let line):
      let target = line.target.map { "\($0.text(with: none)) = " } ?? ""
      return target + line.words.map { "[\($0.text(with: one))]" }.joined()
    case .loop(let loop):
      let target = loop.target.map { "\($0.text(with: none)) = " } ?? ""
      let values = loop.values.map { "[\($0.text(with: one))]" }.joined()
      return "\(target)for \(loop.variable) \(values) {"
        + loop.body.map(outline).joined(separator: "; ") + "}"
    }
  }
  do {
    return try CellParser.statements(of: Source(code)).map(outline).joined(separator: "; ")
  } catch {
    return "error: \(error.sentence)"
  }
}

@Test(arguments: [
  ("", ""),
  ("  # only a comment", ""),
  ("show d", "[show][d]"),
  ("show d # what is in it", "[show][d]"),
  ("echo a#b", "[echo][a#b]"),
  ("m = build dephn d", "m = [build][dephn][d]"),
  ("m=build dephn d", "m = [build][dephn][d]"),
  ("echo a = b", "[echo][a][=][b]"),
  ("echo 'a b' \"c d\"", "[echo][a b][c d]"),
  ("echo 'a \"b\"' \"a \\\"b\\\"\"", "[echo][a \"b\"][a \"b\"]"),
  ("echo don't", "[echo][don't]"),
  ("load csv f --label='my label'", "[load][csv][f][--label=my label]"),
  ("echo '' x", "[echo][][x]"),
  ("train a \\\n  b \\  \n c\nshow d", "[train][a][b][c]; [show][d]"),
  ("a\r\nb", "[a]; [b]"),
  ("echo $r x$r-2 ${r}2 '$r' \"<$r>\" \\$r $1", "[echo][R][xR-2][R2][$r][<R>][\\R][$1]"),
  ("for r in 1 2 { echo $r }", "for r [1][2] {[echo][R]}"),
  ("for r in 1 2 {\n echo $r # }\n}\nshow d", "for r [1][2] {[echo][R]}; [show][d]"),
  ("t = for r in 1..3 {\nfor s in a{ echo }\n}", "t = for r [1..3] {for s [a] {[echo]}}"),
  ("\u{FEFF}show d", "[show][d]"),
  ("größe = load adult", "größe = [load][adult]"),
])
func readsStatements(code: String, expected: String) {
  #expect(outline(code) == expected)
}

@Test(arguments: [
  ("1..5", ["1", "2", "3", "4", "5"]), ("3..1", ["3", "2", "1"]), ("-1..1", ["-1", "0", "1"]),
  ("7..7", ["7"]), ("0.5", ["0.5"]), ("1...3", ["1...3"]), ("a..b", ["a..b"]),
])
func countsRanges(word: String, values: [String]) {
  #expect(LoopValues.expanded([OptionWord(word)])?.map(\.text) == values)
  #expect(LoopValues.expanded([OptionWord(word, isQuoted: true)])?.map(\.text) == [word])
}

@Test(arguments: [
  "1..10001", "0..9223372036854775807", "-9223372036854775808..9223372036854775807",
])
func refusesGiantRanges(word: String) {
  #expect(LoopValues.expanded([OptionWord(word)]) == nil)
}

@Test(arguments: [
  ("", CellCompleteness.complete),
  ("show d", .complete),
  ("for r in 1 {", .incomplete(indent: "  ")),
  ("for r in 1 {\n", .incomplete(indent: "  ")),
  ("for r in 1 { for s in 2 {\n  echo $r", .incomplete(indent: "    ")),
  ("for r in 1 {\n  list\n}", .complete),
  ("for r in 1 {\n}", .invalid),
  ("train m \\", .incomplete(indent: "  ")),
  ("train m \\ \n", .incomplete(indent: "  ")),
  ("train m # \\", .complete),
  ("echo 'open", .invalid),
  ("}", .invalid),
  ("m =", .invalid),
  ("for r in 1", .invalid),
  ("nonsense that parses", .complete),
])
func tellsCompleteness(code: String, expected: CellCompleteness) {
  #expect(CellCompleteness(of: code) == expected)
}

@Test(
  arguments: [
    ("dehpn", "dephn"), ("--num-expert", "--num-experts"), ("DEPHN", "dephn"), ("mmo", "mmoe"),
    ("--num", "--num-experts"), ("xyz", nil), ("", nil),
  ] as [(String, String?)])
func suggestsTheNearest(word: String, expected: String?) {
  let candidates = ["dephn", "mmoe", "shared-bottom", "--num-experts", "--epochs"]
  #expect(Suggestion.closest(to: word, among: candidates) == expected)
}

/// What `echo` is given it says, words of help too.
@Test(arguments: ["echo Ready?", "echo use -h", "echo --help me"])
func echoSaysWordsOfHelp(cell: String) throws {
  let notebook = try Notebook(cell)
  #expect(notebook.written == cell.dropFirst(5) + "\n" && notebook.pages.isEmpty)
}
