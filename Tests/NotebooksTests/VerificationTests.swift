import Display
import FoundationEssentials
import JSONText
import Language
import System
import Testing

@testable import Notebooks

private let cells = [
  "# A comment\nd = load synthetic --rows 2000", "epochs = 3", "correlation d",
  "m = build mmoe d --seed 2\ntrain m --epochs $epochs", "evaluate m\ngates m", "echo done",
]

/// Notebooks that say what they said, and those into which a change is planted.
@Suite struct VerificationTests {
  @Test func anUnchangedNotebookHasTheSameBits() throws {
    let report = try RecordedNotebook(cells).report()
    #expect(report.cells.map(\.verdict) == Array(repeating: .sameBits, count: 6))
    #expect(report.isVerified && report.notes.isEmpty)
    #expect(report.line.hasPrefix("a.ipynb · DEPHN \(programVersion) · data d "))
    #expect(report.line.hasSuffix(" · verified: same bits (6 of 6 cells)"))
    #expect(report.json["verified"] == true)
    #expect(report.json["cells"]?.array?.first?["line"] == "d = load synthetic --rows 2000")
  }

  @Test func aWeightBitIsNamed() throws {
    let notebook = RecordedNotebook(cells) { figure in
      guard case .line(let text, var rows) = figure else { return figure }
      let last = rows.rows.count - 1
      rows.rows[last].cells[rows.columns.count - 1] = .text("0123456789ab")
      return .line(text, rows: rows)
    }
    let verdict = try notebook.verdicts()[3]
    #expect(verdict.name == "differs")
    #expect(verdict.reason?.contains("the weights differ, now ") == true, "\(verdict)")
    #expect(verdict.reason?.contains("all losses are the same") == true)
  }

  @Test func theFirstEpochThatDiffersIsNamed() throws {
    let notebook = RecordedNotebook(cells) { figure in
      guard case .line(let text, var rows) = figure else { return figure }
      for row in 1...2 { rows.rows[row].cells[2] = .number(0.5, .fixed(4)) }
      return .line(text, rows: rows)
    }
    let reason = try notebook.verdicts()[3].reason
    #expect(
      reason?.contains("epoch 2 is the first that differs (task1.loss)") == true, "\(reason ?? "")")
  }

  /// A value that differs in its last bit prints the same digits.
  @Test func oneBitOfAValueIsFound() throws {
    let notebook = RecordedNotebook(cells) { figure in
      guard case .table(var table) = figure, table.title.hasPrefix("Evaluation"),
        case .number(let value, let format) = table.rows[1].cells[2]
      else { return figure }
      table.rows[1].cells[2] = .number(value.nextUp, format)
      return .table(table)
    }
    let report = try notebook.report()
    let verdict = report.cells[4].verdict
    #expect(verdict.name == "same printed digits" && !report.isVerified)
    #expect(verdict.reason?.contains("row 2 (m, task2), column auc") == true, "\(verdict)")
  }

  @Test func aValueThatPrintsOtherwiseIsNamedWithBoth() throws {
    let notebook = RecordedNotebook(cells) { figure in
      guard case .table(var table) = figure, table.title.hasPrefix("Evaluation") else {
        return figure
      }
      table.rows[0].cells[2] = .number(0.25, .fixed(4))
      return .table(table)
    }
    let verdict = try notebook.verdicts()[4]
    #expect(verdict.name == "differs")
    #expect(verdict.reason?.contains("row 1 (m, task1), column auc: 0.2500 recorded, 0.") == true)
  }

  /// Digits that somebody wrote into the saved text, while its record is still the old one.
  @Test func editedTextIsFound() throws {
    var notebook = RecordedNotebook(cells)
    notebook.change(4) { output in
      guard let lines = output["data"]?["text/plain"]?.array?.compactMap(\.string) else {
        return output
      }
      let text = lines.joined().replacing("m      task1", with: "m      taskX")
      return output.adding(["data": ["text/plain": .string(text)]])
    }
    let verdict = try notebook.verdicts()[4]
    #expect(verdict.name == "differs" && verdict.reason?.contains("'taskX' recorded") == true)
  }

  /// Two lines that begin alike are shown from where they differ.
  @Test func longLinesAreShownFromTheirDifference() throws {
    let line = "Share of each expert in the absolute public logit, per task (columns"
    let long = try #require(CellComparison.firstDifference(of: line, "\(line) sum to 100 %)."))
    #expect(long.0 == "…" && long.1 == "… sum to 100 %).")
    let short = try #require(CellComparison.firstDifference(of: "a b", "a b c"))
    #expect(short.0 == "a b" && short.1 == "a b c")
    let gone = try #require(CellComparison.firstDifference(of: "a", "a\nb"))
    #expect(gone.0 == "nothing" && gone.1 == "b")
  }

  @Test func anotherSeedIsAChangedCell() throws {
    var notebook = RecordedNotebook(cells)
    notebook.edit(3, "m = build mmoe d --seed 2\ntrain m --epochs $epochs --seed 6")
    let verdicts = try notebook.verdicts()
    #expect(verdicts[2] == .sameBits)
    #expect(verdicts[3].name == "differs")
    #expect(verdicts[3].reason?.hasPrefix("the cell was changed after it ran; ") == true)
    #expect(verdicts[3].reason?.contains("epoch 1 is the first that differs") == true)
    #expect(verdicts[4].reason?.hasPrefix("a cell above was changed") == true)
  }

  /// A cell without outputs has no record of its own; those below it have.
  @Test func aChangedCellWithoutOutputsIsFound() throws {
    var notebook = RecordedNotebook(cells)
    notebook.edit(1, "epochs = 2")
    let verdicts = try notebook.verdicts()
    #expect(verdicts[3].reason?.hasPrefix("a cell above was changed") == true)
  }

  @Test func aChangedCellWithTheSameOutputsIsFound() throws {
    var notebook = RecordedNotebook(cells)
    notebook.edit(2, "correlation d # again")
    #expect(
      try notebook.verdicts()[2]
        == .differs("the cell was changed after it ran, with the same outputs"))
    notebook.edit(2, "correlation d  \n")
    #expect(try notebook.verdicts()[2] == .sameBits)
  }

  @Test func aRowOfDataIsNamed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "verify-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "t.csv")
    var rows = (0..<400).map { "\($0 % 7),a\($0 % 3),\($0 / 3 % 2)\n" }
    try Data(("x,y,click\n" + rows.joined()).utf8).write(to: file)
    let notebook = RecordedNotebook([
      "d = load csv '\(file.path)' --label click", "head d --rows 3",
      "m = build mmoe d\ntrain m --epochs 1",
    ])
    #expect(try notebook.report().isVerified)
    rows[200] = "6,a2,1\n"
    try Data(("x,y,click\n" + rows.joined()).utf8).write(to: file)
    let verdicts = try notebook.verdicts()
    #expect(
      verdicts[1].reason?.hasPrefix("the data differ: fingerprint ") == true, "\(verdicts[1])")
    #expect(verdicts[2].reason?.contains("the data differ: fingerprint ") == true)
    try FileManager.default.removeItem(at: file)
    let missing = try notebook.verdicts()
    #expect(missing[0].name == "cannot run")
    #expect(missing[0].reason?.contains("t.csv") == true)
    #expect(missing[1] == .cannotRun("cell 1 failed"))
  }

  /// The facts are those at the first output: the data that a loop changes are none of the author's.
  @Test func dataThatChangeWithinACellAreTheSame() throws {
    let loop = """
      for r in 0 1 {
        d = load synthetic --rows 2000 --correlation $r
        m = build mmoe d
        train m --epochs 1
        evaluate m
      }
      """
    #expect(try RecordedNotebook([loop, "evaluate m"]).report().isVerified)
  }

  @Test func anotherVersionIsNamed() throws {
    var notebook = RecordedNotebook(cells + ["frobnicate m"])
    notebook.version = "0.2.0"
    let report = try notebook.report()
    #expect(report.notes.first?.hasPrefix("It was recorded with DEPHN 0.2.0") == true)
    #expect(report.isVerified)
    notebook.cells[6] = notebook.cells[6].adding(["outputs": []])
    let verdict = try notebook.verdicts()[6]
    #expect(verdict.name == "cannot run")
    #expect(verdict.reason?.contains("recorded with DEPHN 0.2.0") == true)
  }

  /// Notebooks of earlier versions have no records; what they print is compared.
  @Test func withoutRecordsPrintedDigitsAreCompared() throws {
    var notebook = RecordedNotebook(cells)
    for index in notebook.cells.indices { notebook.change(index) { $0.adding(["metadata": [:]]) } }
    let report = try notebook.report()
    #expect(report.isVerified)
    #expect(report.line.contains("verified: same printed digits (6 of 6 cells, 3 of them with"))
    notebook.edit(3, "m = build mmoe d --seed 3\ntrain m --epochs $epochs")
    #expect(try notebook.verdicts()[3].name == "differs")
  }

  @Test func errorsAreOutputsToo() throws {
    var notebook = RecordedNotebook(["shwo d", "echo after"])
    #expect(try notebook.verdicts() == [.sameBits, .sameBits])
    notebook.edit(0, "shwo e")
    #expect(
      try notebook.verdicts()[0].reason == "error text: 'd' recorded, 'e' now")
    let failing = RecordedNotebook(["x = 3", "check x 3"])
    var changed = failing
    changed.edit(0, "x = 4")
    #expect(try changed.verdicts()[1] == .differs("CheckFailed: X is 4, not 3."))
  }

  @Test func statesOfTheMachineAreNotCompared() throws {
    let notebook = RecordedNotebook(["list", "for r in 1 { version }", "echo a"])
    let report = try notebook.report()
    #expect(
      report.cells.map(\.verdict) == [.notCompared("list"), .notCompared("version"), .sameBits])
    #expect(report.isVerified && report.line.hasSuffix("same bits (1 of 1 cells)"))
  }

  /// A busy machine shows lines that say how far work is; they are no results.
  @Test func linesOfProgressDoNotCount() throws {
    var notebook = RecordedNotebook(cells)
    let line: JSON = [
      "output_type": "display_data", "data": ["text/plain": "load synthetic"],
      "metadata": ["dephn": ["passing": true]],
    ]
    notebook.cells[0] = notebook.cells[0].adding(["outputs": [line]])
    #expect(try notebook.report().isVerified)
  }

  @Test func cellsOutOfOrderAreNamed() throws {
    var notebook = RecordedNotebook(["echo a", "echo b"])
    notebook.cells.swapAt(0, 1)
    let report = try notebook.report()
    #expect(report.notes.first?.contains("[2] stands above [1]") == true)
    #expect(report.isVerified)
  }

  @Test func recordsAddAtMostFivePerCent() throws {
    let with = RecordedNotebook(cells)
    var without = with
    for index in without.cells.indices { without.change(index) { $0.adding(["metadata": [:]]) } }
    let share = Double(with.bytes.count) / Double(without.bytes.count)
    #expect(share < 1.05, "\(share)")
  }
}

/// Files that are no notebook with outputs are named, and none is a crash.
@Suite struct NotebookFileTests {
  private func fault(_ text: String) -> NotebookFault? {
    do throws(NotebookFault) {
      _ = try NotebookFile(Array(text.utf8))
      return nil
    } catch { return error }
  }

  @Test func everyFaultIsNamed() throws {
    let good = String(decoding: RecordedNotebook(["echo a"]).bytes, as: UTF8.self)
    #expect(fault(good) == nil)
    #expect(fault("") == .notJSON("the text ends too early at byte 0"))
    #expect(fault("print('hello')") == .notJSON("no JSON value at byte 0"))
    #expect(fault("{}") == .noNotebook("it has no list of cells"))
    #expect(fault("{\"cells\": [], \"nbformat\": 3}") == .noNotebook("its format is older than 4"))
    #expect(fault(String(good.prefix(good.count / 2))) == .cutOff)
    let lines = good.split(separator: "\n").map(String.init)
    let conflict = lines[..<4] + ["<<<<<<< HEAD", lines[4], "=======", lines[4], ">>>>>>> b"]
    #expect(
      fault((conflict + lines[5...]).joined(separator: "\n")) == .mergeConflict(line: 5))
    var other = RecordedNotebook(["echo a"])
    other.kernel = "python3"
    #expect(fault(other.json.text) == .otherKernel("python3"))
    var empty = RecordedNotebook(["echo a"])
    empty.cells[0] = empty.cells[0].adding(["outputs": [], "execution_count": .null])
    #expect(fault(empty.json.text) == .noOutputs)
    #expect(fault(RecordedNotebook([]).json.text) == .noCode)
    empty.cells[0] = ["cell_type": "code"]
    #expect(fault(empty.json.text) == .noNotebook("cell 2 has no type or no source"))
    empty.cells[0] = ["cell_type": "code", "source": "echo a", "outputs": [["output_type": "x"]]]
    #expect(fault(empty.json.text) == .noNotebook("the outputs of cell 2 cannot be read"))
  }

  @Test func aMissingFileIsNamed() {
    #expect(throws: NotebookFault.missing) { try NotebookFile(path: "/nowhere/a.ipynb") }
  }

  /// Every prefix of a notebook, and every notebook with a byte changed, is read or named.
  @Test func damagedNotebooksAreNoCrash() {
    let good = RecordedNotebook(["echo a", "help"]).bytes
    for end in stride(from: 0, to: good.count, by: 37) {
      _ = try? NotebookFile(Array(good[..<end]))
      var bytes = good
      bytes[end] = bytes[end] &+ 1
      _ = try? NotebookFile(bytes)
    }
  }
}

/// Records of figures find the place of a change.
@Suite struct FigureRecordTests {
  private func table(_ rows: Int, changed: (row: Int, column: Int)? = nil) -> Table {
    Table(
      title: "", columns: ["a", "b", "c"].map { Table.Column(key: $0, header: $0) },
      rows: (0..<rows).map { row in
        Table.Row(
          (0..<3).map { column in
            let isChanged = changed.map { $0.row == row && $0.column == column } ?? false
            return .number(Double(row * 3 + column) + (isChanged ? 1e-9 : 0), .fixed(2))
          })
      })
  }

  @Test func placesAreFound() {
    let record = FigureRecord(of: table(20))
    #expect(record.difference(from: FigureRecord(of: table(20))) == nil)
    #expect(record.difference(from: FigureRecord(of: table(21))) == .rowCount(20))
    for (row, column) in [(0, 0), (7, 2), (19, 1)] {
      let other = FigureRecord(of: table(20, changed: (row, column)))
      #expect(record.difference(from: other) == .cell(rows: row..<row + 1, column: column))
    }
  }

  @Test func manyRowsShareMarks() {
    let record = FigureRecord(of: table(1_000))
    #expect(record.text.count < 160)
    let other = FigureRecord(of: table(1_000, changed: (500, 1)))
    #expect(record.difference(from: other) == .cell(rows: 480..<512, column: 1))
  }

  @Test func textsAreRead() {
    let record = FigureRecord(of: table(5))
    #expect(FigureRecord(record.text) == record)
    for text in ["", "a b c d", "0123456789abcdef x abc abc", "0123456789abcdef 1 ab abc"] {
      #expect(FigureRecord(text) == nil)
    }
  }
}
