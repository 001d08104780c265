import Display
import System
import Testing

@testable import Language

@Test func aLoopRunsItsLines() throws {
  let notebook = try Notebook("for r in 1..3 { for s in a 'b c' { echo $r $s } }")
  #expect(notebook.written == "1 a\n1 b c\n2 a\n2 b c\n3 a\n3 b c\n")
}

@Test func theValueOfALoopIsATable() throws {
  let cell = """
    t = for r in 0 0.25 1 {
      d = load synthetic --rows 2000 --correlation $r
      list
    }
    """
  let notebook = try Notebook(cell)
  #expect(notebook.figures.isEmpty && notebook.results.isEmpty)
  try notebook.run("show t")
  let table = try #require(notebook.table)
  #expect(table.columns.map(\.key) == ["r", "name", "kind", "what", "megabytes"])
  #expect(table[column: "r"]?.map(\.value) == [0, 0.25, 1])
  #expect(table[column: "r"]?.first == .number(0, .fixed(2)))
}

@Test func loopsInLoopsPutTheOuterVariableInFront() throws {
  let notebook = try Notebook(
    "d = load synthetic --rows 2000\nfor r in x y { for s in 1..2 { list } }")
  let table = try #require(notebook.table)
  #expect(table.columns.prefix(2).map(\.key) == ["r", "s"])
  #expect(table[column: "r"] == [.text("x"), .text("x"), .text("y"), .text("y")])
  #expect(table[column: "s"]?.map(\.value) == [1, 2, 1, 2])
}

@Test func linesBeforeTheLastAreShown() throws {
  let notebook = try Notebook("for r in 1..2 {\n list\n echo $r\n}")
  #expect(notebook.figures.count == 2)
  #expect(notebook.written == "1\n2\n")
  #expect(notebook.results.isEmpty)
}

@Test func namesMayHoldVariables() throws {
  let notebook = try Notebook("for r in 1..2 { d$r = load synthetic --rows 2000 --seed $r }\nlist")
  #expect(notebook.table?[column: "name"] == [.text("d1"), .text("d2")])
}

@Test func aFailingRoundKeepsTheRoundsBefore() throws {
  let folder = try ScratchFolder()
  let file = folder.path + "/u.csv"
  let notebook = try Notebook("d = load synthetic --rows 2000\nu = list")
  let error = notebook.error(of: "t = for f in \(file) b { export u $f\n list }")
  #expect(
    error.contains("'u' is a table, which can be written as .csv, .json, .tex, .md and .txt."))
  #expect(error.hasSuffix("The lines above it have run; their results are kept: t."))
  try notebook.run("show t")
  #expect(notebook.table?[column: "f"] == [.text(file), .text(file)])
}

@Test func anEndlessLoopIsCutShort() throws {
  let words = String(repeating: "long ", count: 100)
  let notebook = try Notebook("for r in 1..2000 { echo $r \(words) }")
  #expect(notebook.written.utf8.count <= 256 * 1_024)
  #expect(
    notebook.warnings == ["The cell has printed 256 KB; the rest, except its result, is dropped."])
}

@Test func giantLoopsAreCheckedAsFarAsTheBudgetGoes() {
  let notebook = Notebook()
  notebook.interrupt.raise()
  let cell = "for a in 1..10000 { for b in 1..10000 { for c in 1..10000 { echo $a $b $c } } }"
  #expect(notebook.error(of: cell).contains("Interrupted."))
}

@Test func deepLoopsAreAnError() {
  let heads = (1...17).map { "for r\($0) in 1 {" }.joined(separator: " ")
  let tails = String(repeating: "}", count: 17)
  #expect(Notebook().error(of: heads + tails).contains("Loops are nested more than 16 deep."))
}

@Test func theLastLineIsTheResult() throws {
  let notebook = try Notebook("list\nlist")
  #expect(notebook.figures.count == 1 && notebook.results.count == 1)
  try notebook.run("list\nt = list")
  #expect(notebook.figures.count == 1 && notebook.results.isEmpty)
}

/// Reading a line takes a millisecond: those that say the same in each round are read once.
@Test func linesOfALoopThatSayTheSameAreReadOnce() throws {
  let interrupt = InterruptFlag()
  func linesRead(_ cell: String) throws -> Int {
    let reader = LineReader(source: Source(cell))
    var names = NameTable()
    names["m"] = .model
    var check = CellCheck(reader, names: names, interrupt.interrupt)
    try check.check(try CellParser.statements(of: reader.source))
    return reader.readCount
  }
  #expect(try linesRead("for r in 1..400 { train m --epochs 3 }") == 1)
  #expect(try linesRead("for r in 1..400 { train m --seed $r }") == 400)
  interrupt.raise()
  #expect(throws: CellError.self) { try linesRead("for r in 1..400 { train m --seed $r }") }
}

/// What the check has read is what runs; only beyond its budget are lines read while the cell runs.
@Test(arguments: [
  ("echo a\nfor r in 1..3 { list\n echo \"$r b\" }", 5, 5),
  ("for r in 1..2 { for s in 'a b' c { echo $s\n echo $r $s } }", 6, 6),
  ("for r in \"a' 'b\" a { for s in c \"b' 'c\" { echo '' \"$r\" \"$s\" } }", 4, 4),
  ("for r in 1..1500 { echo $r }", 500, 1500),
])
func whatTheCheckHasReadIsWhatRuns(cell: String, checked: Int, run: Int) throws {
  let reader = LineReader(source: Source(cell))
  let statements = try CellParser.statements(of: reader.source)
  let session = Session(settings: SessionSettings(), interrupt: .never)
  var check = CellCheck(reader, names: session.names, session.interrupt)
  try check.check(statements)
  #expect(reader.readCount == checked)
  var cellRun = CellRun(reader, session) {}
  try cellRun.run(statements)
  #expect(reader.readCount == run)
}

/// What is refused is not kept; what the rounds before it gave is.
@Test func aLoopsTableHasALimit() throws {
  let notebook = try Notebook(
    """
    d = load synthetic --rows 100000
    t = for r in 1..9 { head d --rows 20 }
    """)
  #expect(notebook.error(of: "u = for r in 1..2000 { show t }").contains("more than 200,000 rows"))
  try notebook.run("show u")
  #expect(notebook.table?.rows.count == 1111 * 180)
}
