import System
import Testing

@testable import Language

private let seeds = [
  "adult = load adult --tasks income never-married\nshow adult\ncorrelation adult",
  "m = build dephn d --num-experts 3 --mappings raw sin",
  "sweep = for r in 0 0.25 1..3 {\n  d = load synthetic --correlation $r\n  list\n}\nplot sweep --x r",
  "train a b \\\n  --epochs 5 --learning-rate=0.1 # fast\nexport t 'my file.csv'",
  "echo \"a $r ${x}\" 'b' {}\nhelp build dephn?\nfor a in 1 { for b in $a { echo $b } }",
]
private let fragments = Array("\"'{}$=\\#\n\r\t -?.0é日\u{0}\u{301}\u{200B}".unicodeScalars)

/// Knuth's linear congruential generator: the same cells at every run.
struct FixedRandom {
  private var state: UInt64

  init(seed: UInt64 = 1) { state = seed }

  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % count
  }
}

/// A cell with a few random letters, cuts and repetitions.
private func mutated(_ random: inout FixedRandom) -> String {
  var cell = Array(seeds[random.below(seeds.count)].unicodeScalars)
  for _ in 0..<(1 + random.below(8)) {
    let place = random.below(cell.count + 1)
    switch random.below(4) {
    case 0: cell.insert(fragments[random.below(fragments.count)], at: place)
    case 1: if place < cell.count { cell.remove(at: place) }
    case 2: cell.insert(contentsOf: cell.suffix(random.below(20)), at: place)
    default: cell.removeLast(min(cell.count, random.below(10)))
    }
  }
  var text = String.UnicodeScalarView()
  text.append(contentsOf: cell)
  return String(text)
}

@Test func noCellTraps() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000\nt = list")
  var random = FixedRandom()
  for _ in 0..<4_000 {
    let cell = mutated(&random)
    let offset = random.below(cell.unicodeScalars.count + 2)
    _ = notebook.assistant.completeness(cell)
    let completion = notebook.assistant.complete(cell, at: offset)
    #expect(completion.start <= completion.end)
    #expect(completion.end <= max(offset, cell.unicodeScalars.count))
    _ = notebook.assistant.inspect(cell, at: offset, detail: random.below(2))
    check(cell)
  }
}

/// Parses and checks the cell against a session with a few names, without running it.
private func check(_ cell: String) {
  let source = Source(cell)
  var names = NameTable()
  names["d"] = .data
  names["t"] = .table
  guard let statements = try? CellParser.statements(of: source) else { return }
  var check = CellCheck(LineReader(source: source), names: names, .never)
  try? check.check(statements)
}

@Test(arguments: [-1, 0, 3, 1_000, Int.max, Int.min])
func offsetsOutsideTheCellAreNoTrap(offset: Int) {
  let assistant = CellAssistant()
  _ = assistant.complete("load ", at: offset)
  _ = assistant.inspect("load adult", at: offset, detail: 0)
  _ = assistant.inspect("", at: offset, detail: 0)
}
