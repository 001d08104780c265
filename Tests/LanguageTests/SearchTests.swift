import Display
import Glibc
import Models
import Numbers
import System
import Testing
import Training

@testable import Language

private let data = "d = load synthetic --rows 3000"

private func space(_ words: String...) throws -> SearchSpace {
  SearchSpace(options: try words.map { try #require(VariedOption($0)) })
}

@Suite struct SearchSpaceTests {
  @Test func listsMakeAGridIfItFits() throws {
    let space = try space("num-experts=2,4", "dropout=0,0.1,0.3")
    #expect(space.manner(6) == .grid && space.manner(5) == .random)
    #expect(
      space.trials(6, seed: 1) == [
        ["2", "0"], ["2", "0.1"], ["2", "0.3"], ["4", "0"], ["4", "0.1"], ["4", "0.3"],
      ])
    let drawn = space.trials(5, seed: 1)
    #expect(Set(drawn).count == 5 && Set(drawn).isSubset(of: Set(space.trials(6, seed: 1))))
  }

  /// Half of a logarithmic range lies below the geometric mean of its bounds.
  @Test func boundsOfADecadeAreDrawnOnTheirLogarithms() throws {
    let space = try space("learning-rate=0.0001..0.01")
    let values = space.trials(1000, seed: 3).compactMap { Double($0[0]) }
    #expect(values.allSatisfy { 0.0001 <= $0 && $0 <= 0.01 })
    // Three digits leave 1,800 values, of which some are drawn twice and drawn anew.
    #expect((380...560).contains(values.count { $0 < 0.001 }))
    #expect(space.trials(20, seed: 3) == space.trials(20, seed: 3))
    #expect(space.trials(20, seed: 3) != space.trials(20, seed: 4))
    let plain = try self.plain()
    #expect((400...600).contains(plain.count { $0 < 0.15 }))
  }

  private func plain() throws -> [Double] {
    var stream = RandomStream(seed: 1, purpose: "test")
    let option = try #require(VariedOption("dropout=0..0.3"))
    return (0..<1000).compactMap { _ in Double(option.draw(&stream)) }
  }

  @Test func wholeNumbersReachBothBounds() throws {
    var stream = RandomStream(seed: 1, purpose: "test")
    let option = try #require(VariedOption("num-experts=2..5"))
    let drawn = (0..<400).map { _ in option.draw(&stream) }
    #expect(Set(drawn) == ["2", "3", "4", "5"])
    for value in ["2", "3", "4", "5"] { #expect((60...140).contains(drawn.count { $0 == value })) }
  }

  /// On the scale of logarithms too: k of a...b with probability log((k + 1) / k) / log((b + 1) / a), here
  /// within five standard errors of 10,000 draws.
  @Test(arguments: [(1, 10), (2, 64), (16, 512)])
  func wholeNumbersAreDrawnOnTheirLogarithms(from: Int, to: Int) throws {
    var stream = RandomStream(seed: 1, purpose: "test")
    let option = try #require(VariedOption("num-experts=\(from)..\(to)"))
    #expect(option.isLogarithmic)
    let count = 10_000.0
    let drawn = (0..<Int(count)).compactMap { _ in Int(option.draw(&stream)) }
    #expect(drawn.count == Int(count) && drawn.allSatisfy { (from...to).contains($0) })
    for value in from...to {
      let chance = log(Double(value + 1) / Double(value)) / log(Double(to + 1) / Double(from))
      let error = (count * chance * (1 - chance)).squareRoot()
      let times = Double(drawn.count { $0 == value })
      #expect(abs(times - count * chance) < 5 * error, "\(value): \(times)")
      #expect(to > 100 || times > 0)
    }
  }

  /// Bounds as large as a whole number can be are drawn, not a trap.
  @Test func theLargestWholeNumbersAreDrawn() throws {
    var stream = RandomStream(seed: 1, purpose: "test")
    let option = try #require(VariedOption("epochs=9223372036854770000..9223372036854775807"))
    let drawn = (0..<200).map { _ in option.draw(&stream) }
    #expect(drawn.allSatisfy { Int($0) != nil })
  }

  @Test(arguments: [
    "dropout", "dropout=", "dropout=0.3..0", "dropout=a..b", "dropout=0,,1", "=1,2",
  ])
  func whatNamesNoValues(word: String) { #expect(VariedOption(word) == nil) }
}

@Suite struct SearchTests {
  private static let line =
    "s = search mmoe d --vary learning-rate=0.001..0.1 num-experts=2,3 --trials 3 --epochs 2"
    + " --monitor auc --batch-size 100"

  private func notebook(_ folder: ScratchFolder) throws -> Notebook {
    let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
    try notebook.run(data)
    return notebook
  }

  private func table(_ name: String, in notebook: Notebook) throws -> Table {
    guard case .shown(_, let rows) = notebook.session[name] else { throw CancellationError() }
    return rows
  }

  /// Each trial has the weights and figures of building and training by hand, and its run opens.
  @Test func trialsAreTrainings() throws {
    let folder = try ScratchFolder()
    let notebook = try notebook(folder)
    try notebook.run(Self.line)
    let search = try table("s", in: notebook)
    #expect(search.rows.count == 3)
    var best: [Double] = []
    for row in search.rows.indices {
      let rate = try #require(search[column: "learning-rate"]?[row].value)
      let experts = try #require(search[column: "num-experts"]?[row].value)
      let hand = try Notebook(
        data, "m = build mmoe d --num-experts \(Int(experts))",
        "train m --learning-rate \(rate) --epochs 2 --monitor auc --batch-size 100")
      let training = try #require(hand.table)
      #expect(search[column: "weights"]?[row] == training[column: "weights"]?.first)
      let aucs = training.columns.indices.filter { training.columns[$0].key.hasSuffix(".auc") }
        .compactMap { training.rows[0].cells[$0].value }
      let figure = try #require(search[column: "best"]?[row].value)
      #expect(figure == aucs.meanOfNumbers)
      best.append(figure)
    }
    let winner = try #require(best.indices.max { best[$0] < best[$1] })
    #expect(search.reading?.hasPrefix("Trial \(winner + 1) is best, with auc ") == true)
    try notebook.run("m = open run \(winner + 1)")
    guard case .model(let trainer) = notebook.session["m"] else { throw CancellationError() }
    #expect(
      search[column: "weights"]?[winner] == .text(String(try trainer.model.digest().prefix(12))))
  }

  /// One after another, so that it is known which trial runs at the interrupt.
  @Test func anInterruptKeepsTrialsAndTheSameLineGoesOn() throws {
    try withThreads(1) { try interruptAndGoOn() }
  }

  private func interruptAndGoOn() throws {
    let folder = try ScratchFolder()
    let whole = try notebook(try ScratchFolder())
    try whole.run(Self.line)
    let notebook = try notebook(folder)
    notebook.onUpdate = {
      if notebook.updates.last?.texts.last?.contains("trial 2 of 3") == true {
        notebook.interrupt.raise()
      }
    }
    #expect(notebook.error(of: Self.line).hasPrefix("Interrupted"))
    notebook.interrupt.lower()
    notebook.onUpdate = {}
    let first = try table("s", in: notebook)
    // A fast machine finishes the second trial before it sees the interrupt.
    let done = first.rows.count
    #expect((1...2).contains(done))
    try notebook.run(Self.line)
    let search = try table("s", in: notebook)
    let expected = try table("s", in: whole)
    for column in ["weights", "best", "learning-rate", "epoch"] {
      #expect(search[column: column] == expected[column: column])
    }
    // Trials that were done are not trained again; one that the interrupt ended is, the second or the third.
    let runs = try #require(search[column: "run"]).compactMap(\.value)
    #expect(runs.prefix(done) == [1, 2].prefix(done) && runs == runs.sorted() && runs.count == 3)
    #expect([[1, 2, 3], [1, 3, 4], [1, 2, 4]].contains(runs))
    try notebook.run(Self.line)
    #expect(try table("s", in: notebook)[column: "run"]?.compactMap(\.value) == runs)
  }

  /// A value that an option does not take is said as anywhere else.
  @Test func wrongValuesAreNamed() throws {
    let notebook = try Notebook(data)
    let error = notebook.error(of: "search mmoe d --vary learning-rate=0.1,x --epochs 1")
    #expect(error.contains("The value 'x' is invalid for '--learning-rate'. Expected a number"))
  }

  /// The same options with labels that are learned otherwise are other trainings.
  @Test func labelTransformsAreTriedAnew() throws {
    let folder = try ScratchFolder()
    let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
    try notebook.run("d = load synthetic --rows 2000 --regression")
    let line = "search shared-bottom d --vary dropout=0,0.1 --epochs 1"
    try notebook.run("plain = \(line)\nscaled = \(line) --label-transform task1=standardize")
    let (plain, scaled) = (try table("plain", in: notebook), try table("scaled", in: notebook))
    #expect(plain[column: "run"]?.map(\.value) == [1, 2])
    #expect(scaled[column: "run"]?.map(\.value) == [3, 4])
    #expect(plain[column: "weights"] != scaled[column: "weights"])
    try notebook.run("sql \"SELECT [label-transform] AS way FROM runs ORDER BY run\"")
    #expect(
      notebook.table?[column: "way"]?.map(\.rawText).map { $0.contains("task1=standardize") }
        == [false, false, true, true])
    try notebook.run("again = \(line)")
    #expect(try table("again", in: notebook)[column: "weights"] == plain[column: "weights"])
    #expect(try table("again", in: notebook)[column: "run"]?.map(\.value) == [1, 2])
  }

  @Test(arguments: [
    ("search mmoe d --vary num-expert=2,4", "Did you mean 'num-experts'?"),
    (
      "search dnn d --vary num-experts=2,4",
      "Neither dnn nor its training has an option 'num-experts'."
    ),
    ("search mmo d --vary dropout=0,1", "Unknown kind 'mmo'. Did you mean 'mmoe'?"),
    ("search mmoe d", "There is nothing to search."),
    ("search mmoe d --vary dropout", "does not say which values to try"),
    ("search mmoe d --vary seed=1,2", "A search has one seed"),
    ("search mmoe d --vary optimizer=adam..sgd", "does not say which values to try"),
    ("search mmoe d --vary optimizer=1..2", "has no values between two bounds"),
    ("search mmoe d --vary num-experts=1.5..3", "takes whole numbers"),
    ("search mmoe d --vary dropout=0,2 --trials 2", "dropout"),
    ("search mmoe d --vary epochs=1,2 epochs=3", "varied twice"),
  ])
  func mistakesAreToldBeforeTraining(line: String, text: String) throws {
    let notebook = try Notebook(data)
    let error = notebook.error(of: line)
    #expect(error.contains(text), "\(error)")
    #expect(notebook.figures.isEmpty && notebook.updates.isEmpty)
  }

  /// A trial whose loss is no number is a row with a remark; the others are tried.
  @Test func aTrialMayDiverge() throws {
    let notebook = try Notebook(data)
    try notebook.run(
      "s = search shared-bottom d --vary learning-rate=1e30,0.01 --optimizer sgd --trials 2"
        + " --epochs 1")
    let search = try table("s", in: notebook)
    #expect(search.rows.count == 2 && search.rows[0].note != nil && search.rows[1].note == nil)
    #expect(search[column: "best"]?[0] == .missing)
  }
}
