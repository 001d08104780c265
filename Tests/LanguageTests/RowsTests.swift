import DataSets
import Display
import FoundationEssentials
import Testing

@testable import Language

/// Everything shown is also rows: of every command that shows something.
@Suite struct RowsTests {
  private static let cells = [
    "d = load synthetic --rows 2000 --tasks 3",
    """
    m = build dephn d --num-experts 2
    moe = build mmoe d --num-experts 3
    train m moe --epochs 1
    t = compare m moe
    c = derive related d --task task1 --confidences
    follower = build shared-bottom c
    """,
  ]

  /// The rows of what a line keeps, read back from the file that `export` writes.
  private func rows(_ notebook: Notebook, _ name: String) throws -> [[String: String]] {
    let folder = try ScratchFolder()
    let path = folder.path + "/rows.csv"
    try notebook.run("export \(name) \(path)")
    let lines = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      .split(separator: "\r\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  /// A drawing without Vega-Lite is written as SVG all the same.
  @Test func aDiagramIsWrittenAsAPicture() throws {
    let folder = try ScratchFolder()
    let path = folder.path + "/m.svg"
    _ = try Notebook(
      "d = load synthetic --rows 2000\nm = build mmoe d\ng = diagram m\nexport g \(path)")
    let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
    #expect(text.contains("<svg") && text.contains(">e4<") && text.contains(">tower task1<"))
  }

  /// No command that shows something is left out: a new one has to say here how it is called.
  @Test func everyCommandThatShowsHasRows() throws {
    let folder = try ScratchFolder()
    let lines = [
      "show": "show d", "head": "head d", "train": "train m --epochs 1", "evaluate": "evaluate m",
      "compare": "compare m moe", "predict": "predict m", "correlation": "correlation m",
      "gates": "gates m", "experts": "experts m", "ssg": "ssg m",
      "virtual-gradient": "virtual-gradient --function mul-abs", "history": "history m moe",
      "diagram": "diagram m", "affinity": "affinity m", "importance": "importance m",
      "slices": "slices m moe --by x1", "calibration": "calibration m",
      "confidence": "confidence follower",
      "attach run": "attach run", "plot": "plot t --x model --y auc", "runs": "runs",
      "list": "list", "search": "search dnn d --vary dropout=0,0.1 --epochs 1",
      "sql": "sql \"SELECT model, auc FROM t\"",
    ]
    let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
    for cell in Self.cells { try notebook.run(cell) }
    for type in CommandList.all {
      guard let makes = type.makes, [.table, .plot].contains(makes) else { continue }
      // Its rows are faults, of which these data have none.
      if type.name == "check data" { continue }
      let line = try #require(lines[type.name], "\(type.name) is not tested")
      try notebook.run("kept = \(line)\nshow kept --rows all")
      let table = try #require(notebook.table, "\(line)")
      #expect(!table.rows.isEmpty && !table.columns.isEmpty, "\(line)")
      #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count }, "\(line)")
      #expect(table.rows.contains { $0.cells.contains { $0.value != nil } }, "\(line)")
      // A loop collects the same rows, with its variable in front.
      try notebook.run("kept = for r in a b { \(line) }\nshow kept --where r=b")
      #expect(notebook.table?.columns.first?.key == "r", "\(line)")
      #expect(notebook.table?.rows.isEmpty == false, "\(line)")
    }
  }

  @Test func correlationIsRowsOfPairs() throws {
    let notebook = try Notebook(Self.cells[0], "c = correlation d")
    let rows = try rows(notebook, "c")
    #expect(rows.count == 9)
    #expect(
      rows[0].keys.sorted() == ["correlation", "other", "positive", "rate", "rate.all", "task"])
    // P(other | task) by hand, of the labels that `head` would show.
    try notebook.run("show d")
    let data = try notebook.session.data(DataName(text: "d"), for: "test")
    let labels = data.labels.map { column in
      (data.split.train + data.split.validation).map { Double(column[Int($0)]) }
    }
    let names = data.schema.tasks.map(\.name)
    for row in rows {
      let given = labels[try #require(names.firstIndex(of: row["task"] ?? ""))]
      let other = labels[try #require(names.firstIndex(of: row["other"] ?? ""))]
      let both = zip(given, other).filter { $0 == 1 && $1 == 1 }.count
      let rate = Double(both) / given.reduce(0, +)
      #expect(abs((Double(row["rate"] ?? "") ?? .nan) - rate) < 1e-12)
      let count = Double(given.count)
      let (p, q) = (given.reduce(0, +) / count, other.reduce(0, +) / count)
      let pearson = (Double(both) / count - p * q) / (p * (1 - p) * q * (1 - q)).squareRoot()
      #expect(abs((Double(row["correlation"] ?? "") ?? .nan) - pearson) < 1e-9)
    }
  }

  @Test func gatesAreRowsOfAllTheirPictures() throws {
    let notebook = try Notebook(Self.cells[0], Self.cells[1], "g = gates m\nshow g")
    // All pictures come again.
    #expect((notebook.figures + notebook.results).count == 3)
    let rows = try rows(notebook, "g")
    #expect(
      rows[0].keys.sorted() == [
        "apart", "contribution", "expert", "factor", "gate", "mapping", "task",
      ])
    // Three tasks, two experts, two mappings; each with all three figures.
    #expect(rows.count == 12)
    #expect(rows.allSatisfy { row in row.values.allSatisfy { !$0.isEmpty } })
    let gates = rows.compactMap { Double($0["gate"] ?? "") }
    let apart = (0..<4).map { part in
      let values = [gates[part], gates[part + 4], gates[part + 8]]
      return (values.max() ?? 0) - (values.min() ?? 0)
    }
    for (index, row) in rows.enumerated() {
      #expect(Double(row["apart"] ?? "") == apart[index % 4])
    }
  }

  /// Models of other tasks share the columns of a look, so that a loop collects them.
  @Test func importanceIsRowsOfTasksAndFields() throws {
    let notebook = try Notebook(
      "d = load synthetic --rows 2000 --tasks 3\na = build dnn d --tasks task1\nb = build dnn d",
      "train a b --epochs 1\nt = for m in a b { importance $m --repeats 2 }", "show t --rows all")
    let table = try #require(notebook.table)
    #expect(table.columns.map(\.key) == ["m", "task", "field", "fall", "deviation"])
    let fields = Set(table[column: "field"]?.map(\.rawText) ?? []).count
    #expect(table.rows.count == fields * (1 + 3))
    #expect(table.rows.allSatisfy { row in row.cells.suffix(2).allSatisfy { $0.value != nil } })
  }

  @Test func loopsCollectPictures() throws {
    let cell = """
      t = for r in 0 0.9 {
        d = load synthetic --rows 4000 --correlation $r
        correlation d
      }
      """
    let notebook = try Notebook(cell)
    #expect(notebook.figures.isEmpty && notebook.results.isEmpty)
    try notebook.run("show t --columns r task other correlation --where task=task1 other=task2")
    let table = try #require(notebook.table)
    let values = table[column: "correlation"]?.compactMap(\.value) ?? []
    #expect(values.count == 2 && abs(values[0]) < 0.1 && values[1] > 0.3)
    try notebook.run("p = plot t --x r --y correlation --by task")
  }

  @Test func whatCannotBeCollectedIsRefusedBeforeItRuns() throws {
    let notebook = try Notebook(Self.cells[0], "s = build shared-bottom d")
    let error = notebook.error(of: "t = for r in 1..2 {\n train s\n save s file\n}")
    #expect(error.contains("This loop has no rows to keep"))
    try notebook.run("show s")
    #expect(notebook.results.last?.plainText.contains("Not trained") == true)
  }

  @Test func showChoosesRows() throws {
    let notebook = try Notebook(Self.cells[0])
    try notebook.run("t = for r in 3 1 2 { head d --rows 10 }")
    try notebook.run("show t --sort r --descending --rows 12 --columns r row")
    #expect(notebook.table?.columns.map(\.key) == ["r", "row"])
    #expect(notebook.table?[column: "r"]?.prefix(11).compactMap(\.value).last == 2)
    let text = notebook.results.last?.plainText ?? ""
    #expect(text.contains("… and 18 more rows."))
    #expect(
      notebook.table?.hint
        == "`show t --sort r --descending --columns r row --rows all` shows them.")
    #expect(
      notebook.error(of: "show t --sort rr").contains("There is no column 'rr'. Did you mean 'r'?"))
    #expect(notebook.error(of: "show t --where r").contains("'r' is not a condition."))
    #expect(notebook.error(of: "show t --rows many").contains("`--rows` takes a whole number"))
    #expect(notebook.error(of: "show d --rows 3").contains("'d' is a data set; rows are chosen"))
  }
}
