import Dispatch
import Display
import System
import Testing

@testable import Language

/// SQL over the tables of a session.
@Suite struct QueryTests {
  /// A table of rounds: r, kind and figures that are known.
  private static func session(_ rows: Int = 12) throws -> Notebook {
    let notebook = Notebook()
    try notebook.run("d = load synthetic --rows 200\nm = build shared-bottom d")
    notebook.session["sweep"] = SessionValue([.table(table(rows))])
    return notebook
  }

  /// A model `s` with one run, and a line after it.
  private static func session(runs folder: ScratchFolder, _ line: String) throws -> Notebook {
    let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path))
    try notebook.run(
      "d = load synthetic --rows 200\ns = build shared-bottom d\ntrain s --epochs 1\n\(line)")
    return notebook
  }

  private static func table(_ rows: Int) -> Table {
    let kinds = ["mmoe", "ple", "aitm"]
    return Table(
      title: "Sweep",
      columns: ["run", "kind", "auc", "income.auc", "stands-out"].map {
        Table.Column(key: $0, header: $0)
      },
      rows: (0..<rows).map { row in
        Table.Row([
          .number(Double(row), .count), .text(kinds[row % 3]), .number(figure(row), .fixed(4)),
          row == 5 ? .missing : .number(Double(row) / 7, .fixed(3)), .text("no"),
        ])
      })
  }

  private static func figure(_ row: Int) -> Double { Double((row * 37) % 101) / 101 }

  private func rows(_ notebook: Notebook, _ query: String) throws -> [[String]] {
    try notebook.run("sql \"\(query)\"")
    return try #require(notebook.table).rows.map { $0.cells.map(\.rawText) }
  }

  @Test func groupedMeansAgreeWithPlainArithmetic() throws {
    let notebook = try Self.session()
    let rows = try rows(
      notebook,
      "SELECT kind, avg(auc) AS auc, count(*) AS n FROM sweep GROUP BY kind ORDER BY auc DESC")
    let means = ["mmoe", "ple", "aitm"].enumerated().map { index, kind in
      let figures = stride(from: index, to: 12, by: 3).map(Self.figure)
      return (kind, figures.reduce(0, +) / 4)
    }.sorted { $0.1 > $1.1 }
    #expect(rows.map { $0[0] } == means.map(\.0))
    for (row, mean) in zip(rows, means) {
      #expect(abs((Double(row[1]) ?? .nan) - mean.1) < 1e-12)
      #expect(row[2] == "4")
    }
    // The mean is written as the column is.
    #expect(
      notebook.results.last?.plainText.contains(NumberFormat.fixed(4).text(means[0].1)) == true)
  }

  /// The deviation of a sample, whatever SQLite lacks; text and missing values do not count.
  @Test func deviationsAgreeWithPlainArithmetic() throws {
    let notebook = try Self.session()
    let rows = try rows(
      notebook,
      "SELECT kind, stddev(auc), stddev(1000000 + auc), stddev(kind), stddev([income.auc])"
        + " FROM sweep GROUP BY kind ORDER BY kind")
    let expected = [2, 0, 1].map { index in
      let figures = stride(from: index, to: 12, by: 3).map(Self.figure)
      let mean = figures.reduce(0, +) / 4
      return (figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 3).squareRoot()
    }
    for (row, deviation) in zip(rows, expected) {
      #expect(abs((Double(row[1]) ?? .nan) - deviation) < 1e-12)
      #expect(abs((Double(row[2]) ?? .nan) - deviation) < 1e-8)
      #expect(row[3] == "" && !row[4].isEmpty)
    }
    #expect(try self.rows(notebook, "SELECT stddev(auc) FROM sweep WHERE run = 1") == [[""]])
  }

  /// A misspelt column in double quotes is no text.
  @Test func doubleQuotesAreNames() throws {
    let notebook = try Self.session()
    let error = notebook.error(of: "sql 'SELECT kind, \"auk\" FROM sweep'")
    #expect(error.contains("There is no column 'auk'. Did you mean 'auc'?"))
    #expect(error.contains("Write a text as 'auk', in single quotes."))
    #expect(try rows(notebook, "SELECT [kind] FROM sweep WHERE run = 1") == [["ple"]])
  }

  @Test func namesWithDotsAndDashesStandInBrackets() throws {
    let notebook = try Self.session()
    let answer = try rows(
      notebook, "SELECT [income.auc] AS a, [stands-out] FROM sweep WHERE run IN (3, 5)")
    #expect(answer == [["\(3.0 / 7)", "no"], ["", "no"]])
    #expect(
      notebook.error(of: "sql \"SELECT income.auc FROM sweep\"").contains("Write [income.auc]."))
    #expect(
      notebook.error(of: "sql \"SELECT stands-out FROM sweep\"").contains("Write [stands-out]."))
  }

  @Test func countsAreWholeNumbersAndFiguresAreReal() throws {
    let notebook = try Self.session()
    let answer = try rows(notebook, "SELECT run / 2, auc, auc / 2 FROM sweep WHERE run = 3")
    #expect(answer == [["1", "\(Self.figure(3))", "\(Self.figure(3) / 2)"]])
  }

  @Test func resultsAreTables() throws {
    let notebook = try Self.session()
    try notebook.run(
      """
      q = sql "SELECT kind, max(auc) AS auc FROM sweep GROUP BY kind"
      s = for k in mmoe ple { sql "SELECT run FROM sweep WHERE kind = '$k' ORDER BY run LIMIT 1" }
      u = sql "SELECT q.kind, s.run FROM q JOIN s ON s.k = q.kind ORDER BY q.kind"
      plot q --x kind --y auc
      show u
      """)
    #expect(
      notebook.table?.rows.map { $0.cells.map(\.rawText) } == [["mmoe", "0"], ["ple", "1"]])
  }

  @Test func picturesAreTables() throws {
    let notebook = try Notebook(
      "d = load synthetic --rows 2000 --tasks 3\nc = correlation d",
      "sql \"SELECT task, max(correlation) AS best FROM c WHERE task <> other GROUP BY task\"")
    #expect(notebook.table?.rows.count == 3)
  }

  @Test func runsAreATable() throws {
    let folder = try ScratchFolder()
    let notebook = try Self.session(runs: folder, "train s --epochs 1")
    #expect(
      try rows(notebook, "SELECT kind, count(*) FROM runs GROUP BY kind") == [
        ["shared-bottom", "2"]
      ])
  }

  /// Errors know the columns of `runs` as well.
  @Test func errorsKnowTheColumnsOfRuns() throws {
    let folder = try ScratchFolder()
    let notebook = try Self.session(runs: folder, "t = evaluate s")
    #expect(
      notebook.error(of: "sql \"SELECT learning-rate FROM runs\"").contains(
        "Write [learning-rate].")
    )
    #expect(notebook.error(of: "sql \"SELECT kinds FROM runs\"").contains("Did you mean 'kind'?"))
    #expect(notebook.error(of: "sql \"SELECT kind FROM runss\"").contains("Did you mean 'runs'?"))
    #expect(notebook.error(of: "sql \"SELECT seeds FROM t\"").contains("Columns: model, task"))
  }

  @Test(arguments: [
    ("SELECT aux FROM sweep", "aux", "There is no column 'aux'. Did you mean 'auc'?"),
    ("SELECT auc FROM swep", "swep", "There is no table 'swep'. Did you mean 'sweep'?"),
    ("SELECT auc FROM d", "d", "'d' is a data set; `sql` reads tables."),
    ("SELECT auc FROM m", "m", "'m' is a model; `sql` reads tables."),
    ("SELECT medain(auc) FROM sweep", "medain", "SQLite has no function 'medain'."),
    ("SELECT auc FORM sweep", "sweep", "Did you mean 'FROM' instead of 'FORM'?"),
    ("SELECT auc FROM sweep; SELECT 1", ";", "One query at a time."),
    ("SELECT kind FROM", "", "The query is not complete."),
    ("DROP TABLE sweep", "DROP", "`sql` only reads"),
    ("DELETE FROM sweep", "DELETE", "`sql` only reads"),
    ("CREATE TABLE x(a)", "CREATE", "`sql` only reads"),
    ("UPDATE sqlite_master SET name = 'x'", "UPDATE", "`sql` only reads"),
    ("ATTACH '/tmp/x.db' AS x", "ATTACH", "`sql` only reads"),
    ("PRAGMA journal_mode = WAL", "PRAGMA", "`sql` only reads"),
    ("EXPLAIN SELECT auc FROM sweep", "EXPLAIN", "`sql` only reads"),
    ("explain query plan SELECT auc FROM sweep", "explain", "`sql` only reads"),
    ("SELECT auc FROM sweep WHERE kind = 'mmoe", "'mmoe", "The quote that begins with 'mmoe"),
  ])
  func errorsNameTheirWord(query: String, word: String, sentence: String) throws {
    let notebook = try Self.session()
    let error = notebook.error(of: "sql \"\(query)\"")
    #expect(error.contains(sentence), "\(error)")
    if !word.isEmpty {
      let lines = error.split(separator: "\n").map(String.init)
      let marks = try #require(lines.first { $0.contains("^") })
      #expect(marks.filter { $0 == "^" }.count == word.count, "\(error)")
      let start = marks.prefix { $0 == " " }.count
      #expect(lines[1].dropFirst(start).hasPrefix(word), "\(error)")
    }
  }

  /// A `;` ends a query, as elsewhere, inside the quotes and behind them.
  @Test func aSemicolonMayEndAQuery() throws {
    let notebook = try Self.session()
    for line in ["sql \"SELECT max(run) FROM sweep;\"", "sql \"SELECT max(run) FROM sweep\";"] {
      try notebook.run(line)
      #expect(notebook.table?.rows.map { $0.cells.map(\.rawText) } == [["11"]], "\(line)")
    }
  }

  /// What a person sees above a column is understood: `show` takes it, `sql` says the name.
  @Test func columnsAreKnownByTheirHeaders() throws {
    let notebook = try Notebook(
      "d = load synthetic --rows 2000\nm = build mmoe d\ntrain m --epochs 1\nt = evaluate m")
    try notebook.run("show t --sort baseline --columns task AUC baseline norm. ece")
    let table = try #require(notebook.table)
    #expect(
      table.columns.map(\.key) == ["task", "auc", "base", "normalised", "calibration-error"])
    let bases = try #require(table[column: "base"]).compactMap(\.value)
    #expect(bases.count == 2 && bases == bases.sorted())
    try notebook.run("show t --where Task=task1")
    #expect(notebook.table?.rows.count == 1)
    let error = notebook.error(of: "sql \"SELECT ECE FROM t\"")
    #expect(error.contains("shown as 'ECE' is called 'calibration-error'."), "\(error)")
    #expect(error.contains("Write [calibration-error]."))
    #expect(notebook.error(of: "sql \"SELECT baseline FROM t\"").contains("Write base."))
  }

  /// A query without an end stops soon after the interrupt.
  @Test func queriesAreInterrupted() throws {
    let notebook = try Self.session()
    let flag = notebook.interrupt
    DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { flag.raise() }
    let error = notebook.error(
      of:
        "sql \"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT max(x) FROM c\""
    )
    #expect(error.hasPrefix("Interrupted"))
  }

  @Test func resultsHaveAnEnd() throws {
    let notebook = try Self.session()
    let error = notebook.error(
      of: "sql \"WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c\"")
    #expect(error.contains("The result has more than 1,000,000 rows."))
    #expect(notebook.error(of: "sql \"SELECT zeroblob(100000000)\"").contains("too big"))
  }

  /// An interrupt also ends a query that sorts, which SQLite does in one step.
  @Test func sortingIsInterrupted() throws {
    let notebook = try Self.session(30_000)
    let flag = notebook.interrupt
    for seconds in [0.1, 0.4, 0.7] {
      DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { flag.raise() }
      let error = notebook.error(
        of: "sql \"SELECT max(r) FROM (SELECT row_number() OVER (ORDER BY a.auc, b.run DESC) r"
          + " FROM sweep a, (SELECT run FROM sweep LIMIT 150) b)\"")
      #expect(error.hasPrefix("Interrupted"))
      flag.lower()
    }
    #expect(try rows(notebook, "SELECT count(*) FROM sweep") == [["30000"]])
  }

  @Test func aMillionRowsAreGrouped() throws {
    let notebook = try Self.session(1_000_000)
    let rows = try rows(
      notebook, "SELECT kind, avg(auc) FROM sweep GROUP BY kind ORDER BY min(run)")
    #expect(rows.map { $0[0] } == ["mmoe", "ple", "aitm"])
    for (kind, row) in rows.enumerated() {
      let figures = stride(from: kind, to: 1_000_000, by: 3).map(Self.figure)
      let mean = figures.reduce(0, +) / Double(figures.count)
      #expect(abs((Double(row[1]) ?? .nan) - mean) < 1e-9)
    }
  }
}
