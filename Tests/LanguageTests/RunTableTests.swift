import Display
import FoundationEssentials
import Models
import Numbers
import System
import Testing
import Training

@testable import Language

private let data = "d = load synthetic --rows 3000"

private func notebook(_ folder: ScratchFolder) throws -> Notebook {
  let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try notebook.run(data)
  return notebook
}

private func digest(_ name: String, in notebook: Notebook) throws -> String {
  guard case .model(let trainer) = notebook.session[name] else { throw CancellationError() }
  return try trainer.model.digest()
}

@Test func runsShowWhatDiffers() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run(
    """
    a = build mmoe d --num-experts 2
    b = build mmoe d --num-experts 3
    c = build shared-bottom d
    train a b --epochs 2 --learning-rate 0.01
    train c --epochs 1 --learning-rate 0.02 --monitor auc
    """)
  try notebook.run("runs --kind mmoe")
  let mmoe = try #require(notebook.table)
  #expect(
    mmoe.columns.map(\.key) == [
      "run", "model", "kind", "data", "state", "made", "epochs", "best", "seed", "num-experts",
      "weights", "when",
    ])
  #expect(mmoe[column: "num-experts"] == [.number(3, .count), .number(2, .count)])
  #expect(mmoe[column: "made"] == [.number(2, .count), .number(2, .count)])
  try notebook.run("runs")
  let all = try #require(notebook.table)
  #expect(all[column: "learning-rate"]?.map(\.value) == [0.02, 0.01, 0.01])
  #expect(all.index(ofColumn: "batch-size") == nil)
  try notebook.run("runs --columns learning-rate model --sort learning-rate --rows 2")
  #expect(notebook.table?.columns.map(\.key) == ["run", "learning-rate", "model"])
  #expect(notebook.table?.rows.map(\.cells[2]) == [.text("b"), .text("a"), .text("c")])
  #expect(notebook.table?.maximumRows == 2)
}

/// Seeds that differ have one column, and so have monitors; hints go on with what was chosen.
@Test func runsSayWhatTheirFiguresAre() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run(
    """
    a = build shared-bottom d
    train a --epochs 1 --seed 2
    train a --epochs 1 --seed 3 --monitor auc
    runs
    """)
  let all = try #require(notebook.table)
  #expect(
    all.columns.map(\.key) == [
      "run", "model", "kind", "data", "state", "made", "epochs", "monitor", "best", "seed",
      "weights", "when",
    ])
  try notebook.run("runs --where seed=2 --columns seed state")
  #expect(
    notebook.table?.rows.map(\.cells) == [
      [.number(1, .count), .number(2, .count), .text("finished")]
    ])
  #expect(
    notebook.table?.hint == "`runs --where seed=2 --columns run seed state --rows all` shows them.")
  #expect(notebook.table?.reading == "`a = open run 1` opens the model of run 1.")
  try notebook.run("runs --kind shared-botom")
  #expect(
    notebook.table?.reading
      == "No row has 'shared-botom' in 'kind'. Did you mean 'shared-bottom'?")
}

/// Every figure of a run is that of its training's table.
@Test func runsHoldTheFiguresOfTraining() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run("m = build mmoe d\ntrain m --epochs 4 --monitor auc --batch-size 100")
  let training = try #require(notebook.table)
  try notebook.run("q = sql \"SELECT * FROM runs\"\nshow q")
  let row = try #require(notebook.table)
  var aucs: [Double] = []
  for task in training.columns.compactMap(\.group).uniqued() {
    let auc = try #require(training[column: "\(task).auc"]?.first?.value)
    #expect(row[column: "\(task).auc"]?.first?.value == auc)
    #expect(
      row[column: "\(task).loss"]?.first?.value
        == training[column: "\(task).logloss"]?.first?.value)
    aucs.append(auc)
  }
  #expect(!aucs.isEmpty && row[column: "best"]?.first?.value == aucs.meanOfNumbers)
  #expect(row[column: "weights"] == training[column: "weights"])
  #expect(
    row[column: "monitor"] == [.text("auc")] && row[column: "batch-size"]?.first?.value == 100)
  try notebook.run("sql \"SELECT [learning-rate] * 1000 AS rate FROM runs WHERE kind = 'mmoe'\"")
  #expect(notebook.table?[column: "rate"]?.first?.value == 1)
}

@Test func aRunIsOpenedWithItsBits() throws {
  let folder = try ScratchFolder()
  let first = try notebook(folder)
  try first.run("m = build mmoe d\ntrain m --epochs 3\nevaluate m")
  let evaluation = try #require(first.table)
  let second = try notebook(folder)
  try second.run("n = open run 1\nevaluate n")
  #expect(try digest("n", in: second) == digest("m", in: first))
  #expect(second.table?.rows.map(\.cells.last) == evaluation.rows.map(\.cells.last))
  let bare = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try bare.run("n = open run 1")
  #expect(bare.written.contains("`d = load synthetic --rows 3000`, then `open run 1`"))
  #expect(try digest("n", in: bare) == digest("m", in: first))
  #expect(bare.error(of: "n = open run 4").contains("There is no run 4."))
}

/// The recipe of an opened model are the lines of its run, which others do not have: run in a session of their
/// own, they give the same weights, whether the data are in the session or not.
@Test func theRecipeOfAnOpenedRunTrainsIt() throws {
  let folder = try ScratchFolder()
  let first = try notebook(folder)
  try first.run(
    """
    m = build mmoe d --seed 3 --num-experts 2
    train m --epochs 2 --learning-rate 0.01 --seed 4
    n = build dnn d --tasks task2
    train n --epochs 1
    tried = search ple d --vary dropout=0.1,0.2 --epochs 1 --seed 5
    """)
  let expected: [(run: Int, lines: [String])] = [
    (
      1,
      [
        "m = build mmoe d --seed 3 --num-experts 2",
        "train m --epochs 2 --learning-rate 0.01 --seed 4",
      ]
    ),
    (2, ["m = build dnn d --tasks task2", "train m --epochs 1"]),
    (4, ["m = build ple d --dropout 0.2 --seed 5", "train m --epochs 1 --seed 5"]),
  ]
  for (run, lines) in expected {
    for (start, opening) in [(data, "m = open run \(run)"), ("e = list", "m = open run \(run)")] {
      let session = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
      try session.run("\(start)\n\(opening)\nrecipe m")
      let recipe = try #require(session.results.last?.plainText)
      #expect(!recipe.contains("open run"), "\(recipe)")
      #expect(recipe.hasPrefix("\(data)  # fingerprint "), "\(recipe)")
      let words = { (line: String) in Set(line.split(separator: " ")) }
      let made = recipe.split(separator: "\n").map { words(String($0)) }
      for line in lines { #expect(made.contains { $0.isSuperset(of: words(line)) }, "\(recipe)") }
      let fresh = Notebook()
      #expect(fresh.error(of: recipe) == "(none)", "\(recipe)")
      #expect(try digest("m", in: fresh) == digest("m", in: session))
    }
  }
}

/// Data that were derived from others are more than one line: where they are not here, the run has its number.
@Test func theRecipeOfARunOnDerivedDataKeepsItsNumber() throws {
  let folder = try ScratchFolder()
  try notebook(folder).run(
    """
    e = derive related d --task task1
    m = build dnn e
    train m --epochs 1
    """)
  let session = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try session.run("m = open run 1\nrecipe m")
  let recipe = try #require(session.results.last?.plainText)
  #expect(recipe.contains("open run 1") && !recipe.contains("derive"), "\(recipe)")
}

/// A name that the session has used is not taken for the data of a run.
@Test func theRecipeOfAnOpenedRunLeavesNamesAlone() throws {
  let folder = try ScratchFolder()
  try notebook(folder).run("m = build dnn d\ntrain m --epochs 1")
  let session = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try session.run(
    """
    d = load synthetic --rows 2000 --seed 9
    m = open run 1
    n = build dnn d
    m = open run 1
    recipe m
    """)
  let recipe = try #require(session.results.last?.plainText)
  #expect(recipe.hasPrefix("d-1 = load synthetic --rows 3000  # fingerprint "), "\(recipe)")
  #expect(Notebook().error(of: recipe) == "(none)", "\(recipe)")
  // It was trained on from another run's weights.
  try session.run("\(data)\nk = build dnn d\ntrain k --epochs 1\ntrain k --epochs 1")
  try session.run("k = open run 3\nrecipe k")
  #expect(session.results.last?.plainText.contains("k = open run 3") == true)
}

/// The course of a training is not kept with its model: the journal has the losses.
@Test func theHistoryOfAnOpenedRunIsInItsJournal() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run("m = build dnn d\ntrain m --epochs 2")
  try notebook.run("n = open run 1")
  let error = notebook.error(of: "history n")
  #expect(error.contains("`attach run 1` shows the losses of its run."), "\(error)")
  try notebook.run("attach run 1")
}

/// The first row of a table says which run is opened.
@Test func theRunOfATableIsOpened() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run(
    """
    tried = search mmoe d --vary num-experts=2,3,4 --epochs 1 --monitor auc
    best = show tried --sort best --descending
    m = open run best
    last = sql "SELECT max(run) AS run FROM runs"
    n = open run last
    none = sql "SELECT 1 AS trial"
    """)
  guard case .shown(_, let tried) = notebook.session["tried"] else { throw CancellationError() }
  let weights = tried[column: "weights"]?.map(\.rawText) ?? []
  let figures = tried[column: "best"]?.compactMap(\.value) ?? []
  let winner = try #require(figures.indices.max { figures[$0] < figures[$1] })
  #expect(try digest("m", in: notebook).hasPrefix(weights[winner]))
  #expect(try digest("n", in: notebook).hasPrefix(weights[2]))
  #expect(
    notebook.error(of: "x = open run none").contains("'none' has no run in its first row."))
  #expect(
    notebook.error(of: "x = open run m").contains("'m' is a model; `open run` needs a table."))
  #expect(notebook.error(of: "x = open run bast").contains("Did you mean 'best'?"))
}

/// The model was thrown away, or its file was damaged: an error, and the session goes on.
@Test func aRunWithoutItsFilesIsNotOpened() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run("m = build dnn d\ntrain m --epochs 1\ntrain m --epochs 1")
  let before = try digest("m", in: notebook)
  let path = folder.path + "/runs/1/model.safetensors"
  try FileManager.default.removeItem(atPath: path)
  let gone = notebook.error(of: "m = open run 1")
  #expect(gone.contains("Run 1 has no model to open: it is no longer kept."), "\(gone)")
  #expect(gone.contains("`attach run 1` shows its losses."))
  try Data("{}".utf8).write(to: URL(filePath: path))
  #expect(notebook.error(of: "m = open run 1").hasPrefix("FileError"))
  #expect(try digest("m", in: notebook) == before)
  try notebook.run("n = open run 2")
}

@Test func whatHasNoModelIsNotOpened() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run("m = build shared-bottom d")
  #expect(notebook.interrupted("train m --epochs 60 --batch-size 64").hasPrefix("Interrupted"))
  let text = notebook.error(of: "n = open run 1")
  #expect(text.contains("Run 1 has no model to open: the run interrupted in epoch"), "\(text)")
  #expect(text.contains("`m = resume run 1 d` continues it."))
}

@Test func runsAreKeptAndDropped() throws {
  let folder = try ScratchFolder()
  let notebook = try notebook(folder)
  try notebook.run("m = build dnn d\ntrain m --epochs 1\ntrain m --epochs 1")
  try notebook.run("keep run 1")
  #expect(notebook.written == "Run 1, m (dnn) · synthetic, is kept.\n")
  try notebook.run("sql \"SELECT run, kept FROM runs ORDER BY run\"")
  #expect(notebook.table?[column: "kept"] == [.text("yes"), .text("for now")])
  try notebook.run("drop run 2\nruns")
  #expect(notebook.table?[column: "run"] == [.number(1, .count)])
  #expect(notebook.error(of: "drop run 2").contains("There is no run 2."))
}
