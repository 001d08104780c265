import Display
import System
import Testing

@testable import Language

/// What the examples of help take for granted.
private let prelude = """
  adult = load adult --rows 1000
  shared = build shared-bottom adult
  moe = build mmoe adult
  m = build dephn adult
  train shared moe m --epochs 1
  t = compare shared moe m
  s = compare shared moe --seeds 2
  sweep = for r in 1 2 { compare shared moe m }
  p = plot t --x model --y auc
  best = sql "SELECT 1 AS run"
  related = derive related adult --task income --confidences
  follower = build shared-bottom related
  """

@Test func everyExampleRuns() throws {
  let folder = try ScratchFolder()
  let rows = (0..<40).map { "\($0 % 7),a\($0 % 3),\($0 % 2),\($0 / 3 % 2),\($0)" }
  let table = "x,y,click,buy,time\n" + rows.joined(separator: "\n") + "\n"
  try folder.write(table, to: "clicks.csv")
  let log = (0..<40).map { row in
    "\(1_700_000_000 + row * 3_600)\t\(["a|b", "c"][row % 2])\t\(row / 3 % 2)\n"
  }
  try folder.write("ts\tgenres\tlike\n" + log.joined(), to: "log.tsv")
  let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
  try notebook.run("adult = load adult --rows 1000\nold = build shared-bottom adult")
  #expect(notebook.interrupted("train old --epochs 300").hasPrefix("Interrupted"))
  try notebook.run(prelude)
  for type in CommandList.all {
    for example in CommandPage.of(type).examples {
      let line = folder.placed(example.line, "clicks.csv", "log.tsv", "models/", "results/")
      let error = notebook.error(of: line)
      // Files that no test can have at hand are looked for, and their own tests read like ones.
      let isLookedFor = error.hasPrefix("FileError") && !line.contains("load adult")
      // What holds for a trained model need not hold for one of a thousand rows.
      let isClaim = error.hasPrefix("CheckFailed")
      #expect(error == "(none)" || isLookedFor || isClaim, "\(example.line): \(error)")
      if line.hasPrefix("m = ") { try notebook.run("m = build dephn adult\ntrain m --epochs 1") }
    }
  }
}

@Test func theExamplesOfLoopsRun() throws {
  let page = try Help.page(for: ["for"])
  let start = try #require(page.firstRange(of: "sweep = ")).lowerBound
  let end = try #require(page[start...].firstRange(of: "}")).upperBound
  #expect(page.contains("for r in 1..3 { echo round $r }"))
  let notebook = try Notebook(
    "for r in 1..3 { echo round $r }", String(page[start..<end]), "show sweep")
  #expect(notebook.table?[column: "r"]?.map(\.value) == [0, 0, 0.5, 0.5, 1, 1])
}
