import DataSets
import Display
import Models
import Testing
import Training

@testable import Language

/// Assertions: a quiet line where they hold, `CheckFailed` where they do not.
@Suite struct CheckTests {
  /// A session with a data set, a model, a table and a variable.
  private func notebook() throws -> Notebook {
    try Notebook(
      """
      d = load synthetic --rows 2000
      m = build mmoe d --seed 2
      train m --epochs 1
      t = evaluate m
      guess = lower
      half = 0.5
      sweep = for r in 1 2 3 { evaluate m }
      """)
  }

  @Test func everyKindOfValueIsChecked() throws {
    let notebook = try notebook()
    let figures = try #require(notebook.session.names["t"])
    #expect(figures == .table)
    for (cell, line) in [
      ("check d rows 2000", "✓ rows of d are 2,000, 2000."),
      ("check d rows between 1000 2000", "✓ rows of d are 2,000, between 1000 and 2000."),
      ("check t rows 2", "✓ rows of t are 2."),
      ("check t rows below 3", "✓ rows of t are 2, below 3."),
      ("check sweep rows equals 6", "✓ rows of sweep are 6."),
      ("check guess equals lower", "✓ guess is lower."), ("check guess lower", "✓ guess is lower."),
      ("check half equals 0.5", "✓ half is 0.5."),
      ("check half equals 0.4 --within 0.2", "✓ half is 0.5, 0.4 within 0.2."),
      ("check half above -1", "✓ half is 0.5, above -1."),
      ("check sweep auc above 0.5", "✓ auc of sweep is above 0.5 in 6 rows."),
      ("check sweep auc above 0.5 --where task=task1 r=2", nil),
      ("check \"select max(auc) from sweep\" above 0.5", nil),
      ("check \"select count(*) from sweep\" 6", "✓ the query is 6."),
      ("check \"select r from sweep\" between 1 3", "✓ the query is between 1 and 3 in 6 rows."),
      ("check m task1.auc above 0.5", nil), ("check m task1.auc above 0.5 --split validation", nil),
      ("check m parameters above 100", nil),
    ] {
      let error = notebook.error(of: cell)
      #expect(error == "(none)", "\(cell): \(error)")
      #expect(notebook.results.isEmpty && notebook.figures.isEmpty)
      if let line { #expect(notebook.written == line + "\n") }
    }
  }

  @Test func digestsAreCheckedByTheirFirstDigits() throws {
    let notebook = try notebook()
    guard case .model(let trainer)? = notebook.session["m"],
      case .data(let data)? = notebook.session["d"],
      case .shown(_, let rows)? = notebook.session["t"]
    else {
      Issue.record("m, d or t is missing")
      return
    }
    let digests = [
      ("m weights", try trainer.model.digest()), ("d fingerprint", data.fingerprint),
      ("t digest", try rows.digest()),
    ]
    for (claim, digest) in digests {
      #expect(notebook.error(of: "check \(claim) \(digest.prefix(12))") == "(none)")
      #expect(notebook.error(of: "check \(claim) \(digest)") == "(none)")
      let other = String(digest.prefix(11)) + (digest.dropFirst(11).first == "0" ? "1" : "0")
      let error = notebook.error(of: "check \(claim) \(other)")
      #expect(error.hasPrefix("CheckFailed") && error.contains("not \(other)."), "\(error)")
      #expect(error.contains(digest.prefix(12)))
    }
  }

  @Test(arguments: [
    ("check d rows 2001", "Rows of d are 2,000, not 2001."),
    ("check t rows above 2", "Rows of t are 2, not above 2."),
    ("check half between 0.6 1", "Half is 0.5, not between 0.6 and 1."),
    ("check half equals 0.4 --within 0.05", "Half is 0.5, not 0.4 within 0.05."),
    ("check half 1", "Half is 0.5, not 1."),
    ("check guess equals higher", "Guess is lower, not higher."),
    ("check guess above 1", "Guess is lower, not above 1."),
    ("check sweep r below 2", "R of sweep in row 3 (m, task1) is 2, not below 2."),
    ("check sweep auc above 0.1 --where r=9", "Auc of sweep has no rows; asked for above 0.1."),
    ("check \"select 1 where 1 = 0\" 1", "The query has no rows; asked for 1."),
    ("check \"select null\" above 0", "The query is n/a, not above 0."),
  ])
  func failuresNameWhatWasFoundAndAsked(cell: String, sentence: String) throws {
    let error = try notebook().error(of: cell)
    #expect(error.hasPrefix("CheckFailed\n") && error.contains("\n\(sentence)"), "\(error)")
  }

  /// A number with decimals equals what rounds to it, a whole number only itself.
  @Test func numbersEqualAsFarAsTheyAreWritten() throws {
    let notebook = try Notebook("x = 0.91652\ny = 2.7\nz = 0.904999")
    #expect(notebook.error(of: "check x equals 0.9165") == "(none)")
    #expect(notebook.error(of: "check x equals 0.92") == "(none)")
    #expect(notebook.error(of: "check x equals 0.9166").hasPrefix("CheckFailed"))
    #expect(notebook.error(of: "check y equals 3").hasPrefix("CheckFailed"))
    // Rounded to three digits it would seem to be as asked.
    #expect(notebook.error(of: "check z above 0.90499").hasPrefix("(none)"))
  }

  @Test(arguments: [
    ("check m", "`check` needs CLAIM"), ("check m weights above", "is not a comparison"),
    ("check m income.auc", "needs a figure and a value"),
    ("check m nothing 1", "no figure 'nothing'"),
    ("check m task1.acu above 1", "Did you mean 'task1.auc'?"),
    ("check nothing rows 1", "is not defined"),
    ("check t auc above x", "'x' is not a number"),
    ("check t auc between 1", "is not a comparison"),
    ("check d rows 1 --where a", "is not a condition"),
    ("check d rows 1 --where a=b", "of a table"),
    ("check t auc above 0 --where a=b", "There is no column 'a'"),
    ("check \"select auc from\" 1", "not complete"), ("check guess length 3", "has only its value"),
    ("check t auc above 0 --within -1", "must be at least 0"),
    ("x = check t rows 1", "no result to keep"),
  ])
  func wrongClaimsAreExplained(cell: String, part: String) throws {
    let error = try notebook().error(of: cell)
    #expect(error.contains(part) && !error.hasPrefix("CheckFailed"), "\(error)")
  }

  /// `check data d` looks a data set over; a value may still be called `data`.
  @Test func aValueMayBeCalledData() throws {
    let notebook = try Notebook("data = load synthetic --rows 2000", "check data data")
    #expect(notebook.table?.title.hasPrefix("Check · synthetic") == true)
    try notebook.run("check data rows 2000")
    #expect(notebook.written.hasPrefix("✓ rows of data"))
    #expect(notebook.error(of: "check data rows 1").hasPrefix("CheckFailed"))
  }

  @Test func figuresAndComparisonsAreCompleted() throws {
    let notebook = try notebook()
    func words(_ code: String) -> [String] {
      notebook.assistant.complete(code, at: code.unicodeScalars.count).matches.map(\.text)
    }
    #expect(words("check ").starts(with: ["d", "m", "t"]))
    #expect(words("check m ").starts(with: ["weights", "parameters", "task1.auc"]))
    #expect(words("check t a").contains("auc"))
    #expect(words("check m task1.auc ") == ["above", "below", "between", "equals"])
    #expect(words("check guess ") == ["above", "below", "between", "equals"])
    #expect(words("check data ") == ["d"])
  }
}
