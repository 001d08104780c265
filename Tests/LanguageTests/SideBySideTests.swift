import Display
import Numbers
import Runs
import System
import TestSupport
import Testing

@testable import Language

/// The result of `body` with that many threads, while no other test changes them.
func withThreads<Result>(_ count: Int, _ body: () throws -> Result) rethrows -> Result {
  try exclusively {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = count
    return try body()
  }
}

/// Trainings that run side by side give what they give one after another.
@Suite struct SideBySideTests {
  private static let lines = [
    "d = load synthetic --rows 3000",
    "a = build shared-bottom d",
    "b = build dnn d",
    "train a b --epochs 2 --batch-size 100",
    "c = compare a b --baseline a --seeds 3 --per-seed",
    "s = search mmoe d --vary learning-rate=0.001..0.1 num-experts=2,3 --trials 5 --epochs 2",
  ]

  private func notebook(_ folder: ScratchFolder, _ threads: Int) throws -> Notebook {
    try withThreads(threads) {
      let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
      for line in Self.lines { try notebook.run(line) }
      return notebook
    }
  }

  private func table(_ name: String, in notebook: Notebook) throws -> Table {
    guard case .shown(_, let rows) = notebook.session[name] else { throw CancellationError() }
    return rows
  }

  /// The same bits, run numbers, lines and journals with one, two and four threads.
  @Test func theSameAsOneAfterAnother() throws {
    let folders = try (0..<3).map { _ in try ScratchFolder() }
    defer { withExtendedLifetime(folders) {} }
    let notebooks = try zip(folders, [1, 2, 4]).map { try notebook($0, $1) }
    let texts = notebooks.map { notebook in
      notebook.updates.compactMap(\.texts.last).filter { $0.contains("epochs of") }
    }
    #expect(texts[0].count > 10 && texts[1] == texts[0] && texts[2] == texts[0])
    for name in ["c", "s"] {
      let tables = try notebooks.map { try table(name, in: $0).rows.map(\.cells) }
      #expect(tables[1] == tables[0] && tables[2] == tables[0], "\(name)")
    }
    let runs = folders.map { RunsFolder($0.path + "/runs") }
    let digests = runs.map { runs in runs.numbers.map { runs.record(of: $0)?.end?.digest } }
    #expect(digests[0].count == 7 && !digests[0].contains(nil))
    #expect(digests[1] == digests[0] && digests[2] == digests[0])
  }

  /// A model whose training fails ends the comparison as it does one after another: the lines of those
  /// before it, then its error.
  @Test func theFirstErrorEndsAComparison() throws {
    let found = try [1, 3].map { threads in
      try withThreads(threads) {
        let notebook = try Notebook(
          Self.lines[0], "a = build shared-bottom d", "b = build shared-bottom d",
          "c = build dnn d", "train b --epochs 1")
        _ = notebook.error(of: "train a --epochs 1 --optimizer sgd --learning-rate 1e30")
        let error = notebook.error(of: "compare b a c --seeds 2")
        return [error] + notebook.updates.compactMap(\.texts.last)
      }
    }
    #expect(found[0][0].contains("The loss of 'task1' is not a number"), "\(found[0])")
    #expect(found[0].count == 5 && found[0][4].hasPrefix("a · seed 1"), "\(found[0])")
    #expect(found[1] == found[0])
  }

  /// A trial that fails is a row; the others are trained all the same.
  @Test func errorsOfTrialsLoseNoOthers() throws {
    let tables = try [1, 3].map { threads in
      try withThreads(threads) {
        let notebook = try Notebook(
          Self.lines[0],
          "s = search shared-bottom d --vary learning-rate=0.01,1e30,0.1 --optimizer sgd --epochs 1"
        )
        return try table("s", in: notebook)
      }
    }
    #expect(tables[0].rows.map { $0.note != nil } == [false, true, false])
    #expect(tables[1].rows.map(\.cells) == tables[0].rows.map(\.cells))
  }

  /// `--quiet` leaves the table alone, without a line per training.
  @Test func comparesQuietly() throws {
    let notebook = try Notebook(
      "d = load synthetic --rows 600", "a = build dnn d", "train a --epochs 1 --quiet")
    #expect(notebook.updates.isEmpty)
    try notebook.run("compare a --seeds 2")
    let table = Figure.table(try #require(notebook.table)).plainText
    #expect(notebook.updates.count == 2)
    try notebook.run("compare a --seeds 2 --quiet")
    #expect(notebook.table.map { Figure.table($0).plainText } == table)
    #expect(notebook.updates.count == 2)
  }

  /// Seeds that all models had been trained with when an interrupt came are compared, and the rest is not.
  @Test func anInterruptedComparisonKeepsWholeSeeds() throws {
    let notebook = try Notebook(
      Self.lines[0], "a = build shared-bottom d", "b = build dnn d",
      "train a b --epochs 1 --batch-size 100", "whole = compare a b --seeds 2 --per-seed")
    notebook.onUpdate = {
      if notebook.updates.last?.texts.last?.hasPrefix("b · seed 3") == true {
        notebook.interrupt.raise()
      }
    }
    let error = withThreads(1) {
      notebook.error(of: "c = compare a b --seeds 40 --per-seed")
    }
    #expect(error.hasPrefix("Interrupted"))
    let (kept, whole) = (try table("c", in: notebook), try table("whole", in: notebook))
    let seeds = kept.rows.count * 2 / whole.rows.count
    #expect((2...4).contains(seeds))
    #expect(kept.reading?.hasSuffix("Interrupted: \(seeds) of 40 seeds.") == true)
    let seed = try #require(kept.index(ofColumn: "seed"))
    let first = kept.rows.map(\.cells).filter { ($0[seed].value ?? 0) <= 2 }
    #expect(first == whole.rows.map(\.cells))
  }

  /// An interrupt ends all that run, and each says so in its journal.
  @Test func anInterruptEndsAll() throws {
    let folder = try ScratchFolder()
    try withThreads(3) {
      let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
      try notebook.run(Self.lines[0])
      let error = notebook.interrupted(
        "s = search mmoe d --vary dropout=0,0.1,0.2,0.3 --epochs 2000 --batch-size 100",
        atUpdate: 10)
      #expect(error.hasPrefix("Interrupted"))
      let runs = RunsFolder(folder.path + "/runs")
      #expect((1...3).contains(runs.numbers.count))
      for number in runs.numbers {
        let record = try #require(runs.record(of: number))
        #expect(record.state == .ended(.interrupted) && record.isResumable)
      }
    }
  }
}
