import Analysis
import DataSets
import Testing
import Training

@testable import Language

/// What the commands that look inside models say beside their figures.
@Suite struct LookCommandTests {
  private static let cells = """
    d = load synthetic --tasks 2 --rows 600
    m = build omoe d --num-experts 2 --expert-hidden-units 4 --tower-hidden-units 0
    """

  /// Every look at a model says when it has not been trained.
  @Test(arguments: [
    "correlation m", "affinity m --batches 1", "importance m --repeats 1", "slices m --by x1",
    "calibration m", "experts m", "gates m",
  ])
  func untrainedModelsAreNamed(_ line: String) throws {
    let notebook = try Notebook(Self.cells)
    let before = notebook.warnings.count
    try notebook.run(line)
    #expect(
      notebook.warnings.dropFirst(before).contains {
        $0.hasPrefix("'m' is not trained: these figures are of its initial weights.")
      })
  }

  /// Advice names the option to change and no line, which would lack the model's other options.
  @Test func adviceIsAnOptionToChange() throws {
    let notebook = try Notebook(Self.cells)
    for advice in [Advice.experts(1), .expertDropout] {
      let parts = advice.sentence.split(separator: "`")
      #expect(parts.count == 3 && parts[1].hasPrefix("--"))
      try notebook.run("n = build omoe d --expert-hidden-units 4 \(parts[1])")
    }
  }

  @Test func quantilesCutNumbersOnly() throws {
    let table = (0..<60).map {
      "\($0 % 3 == 0 ? "a" : "b"),\($0).5,\($0 % 2),\($0 % 5 == 0 ? 1 : 0)"
    }
    let notebook = Notebook()
    let folder = try ScratchFolder()
    try folder.write((["word,x,y,z"] + table).joined(separator: "\n"), to: "rows.csv")
    try notebook.run(
      folder.placed(
        """
        d = load csv rows.csv --label y z
        m = build mmoe d --num-experts 2 --expert-hidden-units 4 --tower-hidden-units 0
        """, "rows.csv"))
    for line in ["slices m --by word --quantiles 3", "gates m --by word --quantiles 3"] {
      #expect(notebook.error(of: line).contains("--quantiles cuts fields of numbers"))
    }
    try notebook.run("slices m --by x --quantiles 3 --split train")
  }
}
