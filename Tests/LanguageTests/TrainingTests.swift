import Display
import System
import TestSupport
import Testing
import Training

@testable import Language

private let session = """
  d = load synthetic --rows 4000
  m = build dephn d
  s = build shared-bottom d
  """

@Test func trainingShowsALineAModelAndATable() throws {
  let notebook = try Notebook(session, "train m s --epochs 2 --batch-size 256 --seed 3")
  #expect(notebook.updates.count == 2)
  #expect(notebook.updates[0].texts.last?.hasPrefix("m · 2 epochs of ") == true)
  #expect(notebook.updates[0].texts.first == notebook.updates[0].texts.last)
  let table = try #require(notebook.table)
  #expect(table.title == "Training · validation rows · adam, dense · seed 3")
  #expect(
    table.columns.map(\.key) == [
      "model", "epoch", "task1.logloss", "task1.auc", "task2.logloss", "task2.auc", "weights",
    ])
  #expect(table[column: "model"] == [.text("m"), .text("s")])
  try notebook.run("train s --epochs 1 --timings")
  #expect(notebook.table?.columns.map(\.key).suffix(2) == ["seconds", "weights"])
}

/// In the rows, each task of a model whose tasks share nothing has its own epoch, not all of them.
@Test func rowsHaveTheEpochOfTheirTask() throws {
  let notebook = try Notebook(
    "d = load synthetic --rows 600\none = build dnn d",
    "t = train one --epochs 8 --learning-rate 0.02 --batch-size 64")
  guard case .model(let trainer) = notebook.session["one"] else {
    Issue.record("one is no model")
    return
  }
  let epochs = trainer.history.bestEpochs
  try #require(epochs.count == 2, "the seed lets both tasks stop at one epoch")
  try notebook.run("sql \"SELECT task, epoch FROM t\"")
  let rows = try #require(notebook.table).rows.map { $0.cells.map(\.rawText) }
  #expect(rows == [["task1", "\(epochs[0]) of 8"], ["task2", "\(epochs[1]) of 8"]])
}

@Test func theSameSeedsGiveTheSameWeights() throws {
  func digests() throws -> [Table.Cell]? {
    try Notebook(session, "train m s --epochs 1 --batch-size 256").table?[column: "weights"]
  }
  let first = try digests()
  let second = try digests()
  #expect(first != nil && first == second)
}

@Test func updatesComeAtMostFourTimesASecond() throws {
  let clock = ContinuousClock()
  let notebook = try Notebook(session)
  let duration = try clock.measure { try notebook.run("train m --epochs 3 --batch-size 64") }
  let count = notebook.updates.map(\.texts.count).reduce(0, +)
  #expect(Double(count) <= duration / .seconds(1) * 4 + 2)
}

@Test func anInterruptKeepsTheLastWholeStep() throws {
  let notebook = try Notebook(session)
  let error = notebook.interrupted("train m --epochs 5000 --batch-size 256\necho never")
  // What front-ends without updates go on showing stays true.
  #expect(notebook.updates.first?.texts.first == "m · 5,000 epochs of 13 steps")
  #expect(error.hasPrefix("Interrupted\nline 1:  train m --epochs 5000 --batch-size 256\n"))
  #expect(error.contains("               ^\nInterrupted in epoch "))
  #expect(error.hasSuffix("`train m --resume` continues from there."))
  #expect(notebook.written.isEmpty)
  try notebook.run("evaluate m\ntrain m --epochs 1")
  #expect(notebook.results.count == 1)
}

/// In the session and from a file, the run ends with the weights of one that was never interrupted.
@Test func anInterruptedRunGoesOn() throws {
  let options = "--epochs 40 --batch-size 64 --seed 3"
  let folder = try ScratchFolder()
  let unbroken = try Notebook(session, "train s \(options)").table
  let notebook = try Notebook(session)
  #expect(notebook.interrupted("train s \(options)").hasPrefix("Interrupted"))
  try notebook.run(folder.placed("save s models/s --with-optimizer", "models/s"))
  let file = try Notebook(
    "d = load synthetic --rows 4000", folder.placed("s = open models/s d", "models/s"))
  #expect(file.written.contains("interrupted before "))
  for (notebook, line) in [(notebook, "train s \(options)"), (file, "train s --resume")] {
    #expect(
      notebook.error(of: "train s --resume --epochs 41").contains("takes no others") == true)
    try notebook.run(line)
    #expect(notebook.written.contains("s continues at "))
    #expect(notebook.table?[column: "weights"] == unbroken?[column: "weights"])
    #expect(notebook.table?.title == unbroken?.title)
    #expect(
      notebook.error(of: "train s --resume").contains("'s' has no interrupted run to continue."))
  }
}

@Test func anInterruptEndsALoop() throws {
  let notebook = try Notebook(session)
  notebook.interrupt.raise()
  #expect(notebook.error(of: "for r in 1..100 { echo $r }").contains("Interrupted."))
  #expect(notebook.written.isEmpty)
}

@Test func compareTrainsAnewForEachSeed() throws {
  let notebook = try Notebook(session, "train m s --epochs 1", "compare m s --baseline s --seeds 2")
  let table = try #require(notebook.table)
  let rows = table.tidy
  #expect(rows.columns.contains { $0.key == "auc.difference.deviation" })
  // The baseline has no difference from itself.
  let differences = try #require(rows[column: "auc.difference"])
  #expect(differences.first?.value != nil && differences.last?.value == nil)
  #expect(notebook.updates.count == 6)
}

@Test func whatIsSavedOpensAgain() throws {
  let folder = try ScratchFolder()
  let cell = """
    train m --epochs 1
    save m models/m.safetensors
    n = open models/m.safetensors d
    bare = open models/m.safetensors
    predict m results/m.csv
    predict n results/n.csv
    """
  let notebook = try Notebook(session, folder.placed(cell, "models/", "results/"))
  let saved = try #require(folder.text(of: "results/m.csv"))
  #expect(saved.hasPrefix("row,task1,task1.label,task2,task2.label\r\n"))
  #expect(saved == folder.text(of: "results/n.csv"))
  #expect(notebook.error(of: "train bare").contains("This model has no data."))
  try notebook.run("other = load synthetic --rows 2000")
  try notebook.run(folder.placed("x = open models/m.safetensors other", "models/"))
  #expect(
    notebook.written == "The model was trained on different data (fingerprints differ).\n")
}

@Test func threadsAreSetAndSaid() throws {
  try exclusively {
    let notebook = try Notebook("threads 1")
    #expect(notebook.written == "Computing with 1 thread.\n")
    try notebook.run("threads 2\nthreads")
    #expect(notebook.written == "Computing with 2 threads.\nComputing with 2 threads.\n")
  }
}

@Test func theTableTellsOfOptionsThatAreNotTheDefault() throws {
  func reading(of line: String) throws -> String {
    let notebook = try Notebook(session, line)
    let text = try #require(notebook.results.last).plainText
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
  let first = try reading(
    of: "train s --batch-size 256 --task-weights 0.5 2 --no-shuffle --schedule cosine")
  #expect(
    first.contains(" Batch size: 256. Task weights: 0.5, 2.0. Schedule: cosine. No shuffle."))
  let second = try reading(of: "train s --epochs 1 --optimizer adagrad --seed 4")
  #expect(!second.contains("Epochs:") && !second.contains("Seed:"))
}

@Test(arguments: [
  ("--momentum 0.9", "--optimizer sgd"), ("--weight-decay 0.1", "--optimizer adamw"),
  ("--decay 0.5", "--schedule exponential"), ("--decay-steps 10", "--schedule exponential"),
])
func anOptionWithoutEffectIsSaid(option: String, wants: String) throws {
  let notebook = try Notebook(session, "train s \(option)")
  let sentence = "`\(option.prefix { $0 != " " })` has no effect without `\(wants)`."
  #expect(notebook.warnings.contains { $0.contains(sentence) })
  let silent = try Notebook(session, "train s \(option) \(wants)")
  #expect(!silent.warnings.contains { $0.contains("has no effect") })
}

@Test func quietTrainingShowsNothingAndKeepsItsTable() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000\nm = build dnn d")
  try notebook.run("train m --epochs 1 --quiet")
  #expect(notebook.figures.isEmpty && notebook.results.isEmpty && notebook.written.isEmpty)
  #expect(notebook.updates.isEmpty)
  let loud = try Notebook("d = load synthetic --rows 2000\nm = build dnn d", "train m --epochs 1")
  try notebook.run(
    "t = for seed in 1..2 { n = build dnn d\ntrain n --epochs 1 --quiet }\nshow t --where seed=1")
  #expect(notebook.updates.isEmpty)
  let weights = try #require(loud.table?[column: "weights"]?.first)
  #expect(notebook.table?[column: "weights"]?.first == weights)
}

@Test func figuresOfInitialWeightsAreCalledSo() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000\nm = build mmoe d")
  for line in ["evaluate m", "gates m", "compare m", "predict m"] {
    let before = notebook.warnings.count
    try notebook.run(line)
    #expect(
      notebook.warnings.dropFirst(before)
        == ["'m' is not trained: these figures are of its initial weights."], "\(line)")
  }
  try notebook.run("train m --epochs 1")
  let before = notebook.warnings.count
  try notebook.run("evaluate m\ngates m\ncompare m")
  #expect(notebook.warnings.count == before)
}

/// A task whose loss is more than 20 times another's is pointed out, with the ratio and a way out.
@Test func aTaskThatDrownsAnotherIsPointedOut() throws {
  let folder = try ScratchFolder()
  let rows = (0..<400).map { "\($0 % 7),\($0 * 37 % 11),\($0 * 53 % 2),\($0 * 29 % 31 - 9)\n" }
  try folder.write("a,b,buy,spend\n" + rows.joined(), to: "t.csv")
  func trained(
    _ transform: String, kind: String = "mmoe --num-experts 2", options: String = ""
  ) throws -> (reading: String, ratio: Double) {
    let words = kind.split(separator: " ", maxSplits: 1)
    let notebook = try Notebook(
      "d = load csv \(folder.path)/t.csv --label buy --regression spend",
      "m = build \(words[0]) d \(words.dropFirst().joined()) --label-transform spend=\(transform)",
      "train m --epochs 1 \(options)")
    let table = try #require(notebook.table)
    let mse = try #require(table[column: "spend.mse"]?.first?.value)
    let logloss = try #require(table[column: "buy.logloss"]?.first?.value)
    return (table.reading ?? "", mse / logloss)
  }
  let plain = try trained("none")
  #expect(plain.ratio > 20)
  let ratio = NumberFormat.count.text(plain.ratio)
  #expect(
    plain.reading.contains("the loss of spend is \(ratio) times that of buy"), "\(plain.reading)")
  #expect(plain.reading.contains("`--task-weights 1 0.1` or `uncertainty` evens that."))
  // Standardized inside, both count, whatever the units say.
  let scaled = try trained("standardize")
  #expect(scaled.ratio > 20 && !scaled.reading.contains("counts for little"), "\(scaled.reading)")
  // Tasks that share nothing cannot drown each other.
  let apart = try trained("none", kind: "dnn")
  #expect(apart.ratio > 20 && !apart.reading.contains("--task-weights"), "\(apart.reading)")
  // A norm that is clipped is that of all tasks' gradients together.
  let clipped = try trained("none", kind: "dnn", options: "--clip-norm 1")
  #expect(clipped.ratio > 20 && clipped.reading.contains("--task-weights 1 0.1"))
}

@Test func lossesThatAreFarAboveTheBaselineAreCalledDiverged() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000\nm = build shared-bottom d")
  try notebook.run("train m --epochs 1 --learning-rate 3 --batch-size 64")
  let reading = try #require(notebook.table?.reading)
  #expect(reading.contains("m diverged: its loss of task"), "\(reading)")
  try notebook.run("n = build shared-bottom d\ntrain n --epochs 1")
  #expect(notebook.table?.reading?.contains("diverged") == false)
}
