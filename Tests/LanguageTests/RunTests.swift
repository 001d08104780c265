import Display
import FoundationEssentials
import System
import Testing

@testable import Language

private let cell = "d = load synthetic --rows 4000\ns = build shared-bottom d"
private let line = "train s --epochs 60 --batch-size 64 --seed 3"

/// A notebook whose runs are recorded in the folder.
private func notebook(_ folder: ScratchFolder) throws -> Notebook {
  let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try notebook.run(cell)
  return notebook
}

private func interrupt(_ notebook: Notebook) {
  #expect(notebook.interrupted(line).hasPrefix("Interrupted"))
}

@Test func runsAreListedShownAndResumed() throws {
  let folder = try ScratchFolder()
  let unbroken = try Notebook(cell, line).table?[column: "weights"]
  let first = try notebook(folder)
  interrupt(first)
  try first.run("show s")
  let shown = first.results.last?.plainText.replacing("\n  ", with: " ") ?? ""
  #expect(shown.contains("`train s --resume` continues the run."), "\(shown)")
  #expect(first.error(of: "resume run 1").contains("For instance: `s = resume run 1 d`."))

  let second = try notebook(folder)
  try second.run("runs")
  #expect(second.table?[column: "run"] == [.number(1, .count)])
  #expect(second.table?[column: "model"] == [.text("s")])
  let reading = second.results.last?.plainText ?? ""
  #expect(
    reading.contains("interrupted") && reading.contains("`s = resume run 1 d` continues"))
  try second.run("t = resume run 1\nruns")
  #expect(second.written.contains("t continues at "))
  #expect(second.table?[column: "weights"] == unbroken)
  #expect(second.table?[column: "state"] == [.text("finished")])
  try second.run("attach run")
  guard case .linePlot(let plot) = second.results.last else { throw CancellationError() }
  #expect(plot.title == "Run 1 · s (shared-bottom) · synthetic · finished")
  #expect(plot.reading?.contains("Weights ") == true)
  #expect(plot.reading?.contains("   best") == true)
  #expect(second.error(of: "u = resume run 1").contains("has no checkpoint to continue from"))
}

/// An interrupt of `resume run` leaves the model under its name, and the run on the disk.
@Test func aResumedRunIsInterruptedAgain() throws {
  let folder = try ScratchFolder()
  let unbroken = try Notebook(cell, line).table?[column: "weights"]
  interrupt(try notebook(folder))
  let second = try notebook(folder)
  #expect(second.interrupted("t = resume run 1 d", atUpdate: 1).hasPrefix("Interrupted"))
  try second.run("train t --resume")
  #expect(second.table?[column: "weights"] == unbroken)
  try second.run("runs")
  #expect(second.table?[column: "state"] == [.text("finished")])
}

@Test func aRunNeedsItsOwnData() throws {
  let folder = try ScratchFolder()
  interrupt(try notebook(folder))
  let settings = SessionSettings(runsFolder: folder.path + "/runs")
  let other = Notebook(settings: settings)
  try other.run("e = load synthetic --rows 4100")
  for line in ["s = resume run 1", "s = resume run 1 e"] {
    #expect(other.error(of: line).contains("That data is made by `d = load synthetic --rows 4000`"))
  }
  #expect(other.error(of: "s = resume run 7").contains("There is no run 7."))
  let nowhere = Notebook()
  #expect(nowhere.error(of: "runs").contains("DEPHN_RUNS"))
}

/// What does not begin is no run, and leaves the interrupted one as it is.
@Test func aMistakeIsNoRun() throws {
  let folder = try ScratchFolder()
  let unbroken = try Notebook(cell, line).table?[column: "weights"]
  let notebook = try notebook(folder)
  interrupt(notebook)
  #expect(notebook.error(of: "train s --monitor nosuch.auc").contains("nosuch"))
  #expect(!notebook.written.contains("begins a new run"))
  try notebook.run("train s --resume")
  #expect(notebook.table?[column: "weights"] == unbroken)
  try notebook.run("runs")
  #expect(notebook.table?[column: "run"] == [.number(1, .count)])
  #expect(notebook.table?[column: "state"] == [.text("finished")])
}

@Test func aFolderThatCannotBeWrittenIsSaidOnce() throws {
  let folder = try ScratchFolder()
  try folder.write("", to: "file")
  let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/file/runs"))
  try notebook.run(cell + "\ntrain s --epochs 1\ntrain s --epochs 1")
  #expect(notebook.warnings.count == 1 && notebook.warnings[0].contains("DEPHN_RUNS"))
  #expect(notebook.table != nil)
  let file = Notebook(settings: SessionSettings(runsFolder: folder.path + "/file"))
  for line in ["runs", "attach run", "s = resume run 1"] {
    #expect(file.error(of: line).contains("/file, cannot be read."))
    #expect(notebook.error(of: line).contains("/file/runs, cannot be read."))
  }
}

@Test(arguments: [(3.2, "4 s"), (89, "89 s"), (95, "2 min"), (5_000, "84 min"), (9_000, "3 h")])
func timeLeftIsRough(seconds: Double, text: String) {
  #expect(ObservedTraining.roughly(seconds) == text)
}
