import Display
import TestSupport
import Testing

@testable import Language

/// Cells that fail before or while they run.
///
/// The golden file holds, for each, what a person reads.
private let cells = [
  "shwo d",
  "m = build",
  "m = build dehpn d",
  "load adlut",
  "build dephn d --num-expert 4",
  "show",
  "show nothing",
  "show dd",
  "head t",
  "head d --rows",
  "head d --rows many",
  "head d --rows 99",
  "head d --rows=-5",
  "head d --rows -5",
  "head d --split tset",
  "head d d",
  "head d -x",
  "echo --generate-completion-script",
  "show d --generate-completion-script bash",
  "show d --experimental-dump-help",
  "list --version",
  "echo $r",
  "for r in 1 { echo $q }",
  "echo 'a",
  "for r in 1 {",
  "for r in 1",
  "for r {",
  "for r-s in 1 { list }",
  "for r in { }",
  "for r in 1 { }",
  "for r in 1..1000000 { echo $r }",
  "echo {",
  "}",
  "train m \\",
  "m =",
  "2m = load adult",
  "train = load adult",
  "'m' = load adult",
  "e = echo hi",
  "train m —epochs 3",
  "train m \u{2013}epochs 3",
  "load csv “a.csv”",
  "sh\u{200B}ow d",
  "print(m)",
  "print('hello')",
  "m.train(epochs=3, batch_size=256)",
  "m.fit(epochs = 3)",
  "m4 = build('mmoe', d)",
  "foo(3)",
  "!ls",
  "%time train m",
  "import numpy",
  "if m",
  "x = [1, 2]",
  "x = 3 + 4",
  "epochs == 3",
  "train m --lr 0.1",
  "m3 = biuld mmoe d",
  "m3 = mmoe d --num-experts 3",
  "my-variable = 3",
  "for = 3",
  "x =",
  "epochs = 3\ntrain epochs",
  "epochs = 3\ntrain m --epochs $epoch",
  "epochs = 3\nepochs",
  "epochs = many\ntrain m --epochs $epochs",
  "gates $m",
  "kinds = mmoe nothing\nfor kind in $kinds { build $kind d }",
  "t2 = for r in 1 { echo $r }",
  "drop d nothing",
  "load csv missing.csv --label y",
  "gates shared",
  "experts shared",
  "ssg shared",
  "gates d",
  "history m",
  "train m --epochs 0",
  "train m --epochs many",
  "train m --epochs 1e3",
  "train m --seed -1",
  "train m --no-shuffle=yes",
  "train m --learning-rate -1",
  "train m --optimizer adma",
  "train m --monitor income",
  "train m --monitor task3.auc",
  "train m --task-weights 1",
  "train m --learning-rate 1e30",
  "train m --batch-size 0",
  "m2 = build dephn d --num-expert 4",
  "m2 = build dephn d --num-experts 0",
  "m2 = build dephn d --embedding-dim 8.0",
  "m2 = build dephn d --heads 3",
  "m2 = build dephn d --mappings raw sine",
  "m2 = build dephn d --mappings raw sin raw",
  "m2 = build mmoe d --expert-hidden-units 16384 16384 --num-experts 256",
  "m2 = build mmoe m",
  "f = build mmoe e\ncompare m f",
  "compare m --baseline shared",
  "compare m shared --seeds 0",
  "d",
  "m --epochs 3",
  "open missing.safetensors",
  "open Sources",
  "open /dev/zero",
  "open Package.swift",
  "save m /proc/none/m.safetensors",
  "threads 0",
  "slices m --by height",
  "slices m",
  "importance m --repeats 0",
  "diagram m --level 2",
  "experts shared --ablate",
  "gates shared --by x1",
  "confidence m",
  "history m --of luck",
  "experts m --against gates",
  "experts m --sample-space y1=y2",
  "experts m --ablate --against correlation",
  "gates m --quantiles 3",
  "slices m --by x1 --sample-space y1=z",
  "virtual-gradient shared",
  "virtual-gradient m --function add-cos",
  "plot t --x corelation --y count",
  "plot t --x name --y kind",
  "plot d --x a --y b",
  "export t results.xls",
  "export t /proc/none/t.csv",
  "save m /dev/null",
  "x = for r in 1 2 { y = for s in 1 2 { list } }",
  "train m --task-weights 0 0",
  "load csv a.csv --label y --ignore y",
  "load csv a.csv b.csv --label y",
  "load csv a.csv --label y --split group",
  "load csv a.csv --label y --test-from 3",
  "load adult a b c",
  "help nonsense",
  "nonsense?",
  "echo first\nlist\nshow nothing",
  "x = load synthetic --rows 2000\nload csv missing.csv --label y",
  "for r in 1..3 {\n\tload synthetic --rows 2000 --correlation $r\n}",
  String(repeating: "echo a ", count: 30) + "$q" + String(repeating: " b", count: 40),
  "echo 日本 $q",
  "threads 1;",
  "show t; show m",
  "epochs = 3;",
  "show t ;",
  "q = sql \"EXPLAIN SELECT * FROM t\"",
  "q = sql \"SELECT name FROM t WHERE name > 'a\"",
  "search mmoe d --vary dropout=0.5..0.1",
  "show t --sort Kinds",
]

@Test func errorsReadAsTheyShould() throws {
  let notebook = try Notebook(
    """
    d = load synthetic --rows 2000
    e = load synthetic --rows 2000 --seed 2
    shared = build shared-bottom d
    m = build dephn d
    t = list
    """)
  let text = cells.map { cell in
    let error = notebook.failure(of: cell)
    let shown = error.map { "\($0.kind.rawValue)\n\(withoutPlaces($0.rendered))" } ?? "(none)"
    return "──── cell\n\(cell)\n──── error\n\(shown)\n"
  }
  expectGolden(text.joined(separator: "\n"), "errors.txt")
}

/// Lines of errors fit a terminal, the marked one too, wherever its mark stands and however wide its characters
/// are; words are not cut.
@Test(arguments: [0, 1, 40, 70, 150, 400], ["ab ", "日本 ", "a😀 ", "e\u{301}\t"])
func errorsFitEightyColumns(before: Int, filling: String) throws {
  let cell =
    (0..<12).map { "echo \($0)\n" }.joined() + "echo " + String(repeating: filling, count: before)
    + "$quantity" + String(repeating: " " + filling, count: 30)
  let error = try #require(Notebook().failure(of: cell))
  let lines = error.rendered.split(separator: "\n").map(String.init)
  #expect(lines.allSatisfy { $0.displayWidth <= 80 }, "\(error.rendered)")
  let start = lines[1].prefix { $0 == " " }.count
  #expect(lines[1].count(where: { $0 == "^" }) == "$quantity".count)
  let marked = try #require(lines[0].firstRange(of: "$quantity"), "\(error.rendered)")
  #expect(String(lines[0][..<marked.lowerBound]).displayWidth == start, "\(error.rendered)")
  #expect(
    lines.dropFirst(2).joined(separator: " ")
      == error.paragraphs.dropFirst().joined(separator: " "))
}

/// A marked word that is wider than the page is cut, and its mark with it.
@Test func wideNamesAreMarkedWithinThePage() throws {
  let name = String(repeating: "列名", count: 40)
  let error = try #require(Notebook().failure(of: "show \(name)"))
  let lines = error.rendered.split(separator: "\n").map(String.init)
  // 9 of "line 1:  ", 5 of "show " and 32 letters of two columns; one more column is left for the dots.
  #expect(lines[0] == "line 1:  show " + name.prefix(32) + "…")
  #expect(lines[1] == String(repeating: " ", count: 14) + String(repeating: "^", count: 64))
}

/// The text without the folders of this machine.
private func withoutPlaces(_ text: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !$0.hasPrefix("  /") && !$0.hasPrefix("Looked in /") }.joined(separator: "\n")
}

@Test func nothingRunsWhenALaterLineIsWrong() throws {
  let notebook = Notebook()
  #expect(throws: (any Error).self) { try notebook.run("echo one\nlist\nhaed d") }
  #expect(notebook.written.isEmpty && notebook.figures.isEmpty)
}

@Test func whatEarlierLinesMadeStays() throws {
  let notebook = Notebook()
  let error = notebook.error(of: "d = load synthetic --rows 2000\nload csv missing.csv --label y")
  #expect(error.hasSuffix("\nThe lines above it have run; their results are kept: d."))
  try notebook.run("show d")
  #expect(notebook.figures.first?.plainText.hasPrefix("synthetic · 2,000 rows") ?? false)
}
