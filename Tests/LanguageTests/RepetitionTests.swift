import Display
import Testing

@testable import Language

/// What is shown and kept is the same when the cells run again: no time, rate, memory, path or date.
@Test(arguments: [
  """
  d = load synthetic --rows 2000
  m = build dephn d
  s = build shared-bottom d
  train m s --epochs 2 --batch-size 64
  train s --epochs 9 --early-stop-patience 1
  show m
  history m s
  gates m
  evaluate m
  compare m s --baseline s --seeds 2
  """,
  """
  d = load synthetic --rows 2000
  r = derive related d --task task1
  show r
  sweep = for k in 1 2 {
    s = build mmoe d --num-experts $k
    train s --epochs 1
  }
  show sweep
  """,
])
func outputsRepeat(cell: String) throws {
  let first = try Notebook(cell)
  let second = try Notebook(cell)
  #expect(first.figures.map(\.plainText) == second.figures.map(\.plainText))
  #expect(first.results.map(\.plainText) == second.results.map(\.plainText))
  #expect(first.figures.map(\.vegaLite) == second.figures.map(\.vegaLite))
  #expect(first.written == second.written && first.warnings == second.warnings)
  #expect(first.updates.map(\.texts.first) == second.updates.map(\.texts.first))
  #expect(first.updates.map(\.texts.first) == first.updates.map(\.texts.last))
}
