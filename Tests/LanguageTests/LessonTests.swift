import Display
import Testing

@testable import Language

/// The lesson of the language's description, as it stands there.
private let lesson = """
  # Income and marital status in the 1994 census: do two tasks help each other?
  adult = load adult --tasks income never-married
  show adult
  correlation adult

  shared = build shared-bottom adult
  moe    = build mmoe adult --num-experts 4
  m      = build dephn adult --num-experts 3 --mappings raw sin
  show m
  train shared moe m --epochs 3 --batch-size 256 --seed 7
  compare shared moe m --baseline shared

  history m
  gates m
  experts m --split test
  correlation m

  # How strongly must tasks correlate before sharing pays?
  sweep = for r in 0 0.25 0.5 0.75 1 {
    data = load synthetic --correlation $r --rows 20000 --seed 1
    a = build shared-bottom data
    b = build mmoe data
    train a b --epochs 5 --seed 1
    compare a b
  }
  means = show sweep --where task=mean
  plot means --x r --y logloss --by model

  save m models/adult.safetensors
  export sweep results/sweep.csv
  """

@Test func theLessonRunsAsPrinted() throws {
  let folder = try ScratchFolder()
  let notebook = try Notebook(folder.placed(lesson, "models/", "results/"))
  let shown = notebook.figures.map(\.plainText)
  #expect(shown.contains { $0.hasPrefix("Label correlation (Pearson)") && $0.contains("-0.318") })
  let csv = try #require(folder.text(of: "results/sweep.csv"))
  #expect(csv.split(separator: "\r\n").count == 31)
  #expect(csv.hasPrefix("r,model,kind,"))
  let lastLines = notebook.updates.compactMap(\.texts.last)
  #expect(lastLines.count { $0.contains(" epochs of ") } == 13)
  try notebook.run(
    folder.placed("n = open models/adult.safetensors adult\nevaluate m n", "models/"))
  let table = try #require(notebook.table)
  let values = try #require(table[column: "auc"]?.map(\.value))
  #expect(values.count == 4 && values[0] == values[2] && values[1] == values[3])
}
