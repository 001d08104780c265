import Display
import TestSupport
import Testing

@testable import Language

/// Model cards: their text, and that their numbers are those of the commands.
@Suite struct CardTests {
  private let cells = """
    d = load synthetic --rows 2000 --correlation 0.5 --seed 3
    m = build mmoe d --num-experts 2 --expert-hidden-units 8
    train m --epochs 1 --batch-size 256
    """

  private func card(_ line: String, after cells: String) throws -> (text: String, Notebook) {
    let folder = try ScratchFolder()
    let notebook = try Notebook(cells)
    try notebook.run(folder.placed(line, "cards/"))
    return (try #require(folder.text(of: "cards/m.md")), notebook)
  }

  /// The first table that the last cell showed.
  private func firstTable(of notebook: Notebook) -> Table? {
    let tables = (notebook.figures + notebook.results).compactMap { figure in
      if case .table(let table) = figure { table } else { nil }
    }
    return tables.first
  }

  @Test func aCardSaysWhatAModelIs() throws {
    let card = try card("card m cards/m.md --by x1 --resamples 40", after: cells)
    expectGolden(card.text, "card.md")
  }

  /// The first table that each command shows stands in the card.
  @Test func numbersAreThoseOfTheCommands() throws {
    let (text, notebook) = try card("card m cards/m.md --by x1", after: cells)
    for command in [
      "evaluate m", "calibration m", "slices m --by x1", "experts m --split test", "show d",
    ] {
      try notebook.run(command)
      let table = try #require(firstTable(of: notebook))
      #expect(text.contains(table.markdown.dropLast()), "\(command)")
    }
    try notebook.run("recipe m")
    let recipe = try #require(notebook.results.last?.plainText)
    #expect(text.contains("```dephn\n\(recipe)\n```"))
  }

  /// A figure lies in its interval, and more resamples move the interval by little.
  @Test func intervalsHoldTheFigures() throws {
    let (text, _) = try card("card m cards/m.md", after: cells)
    let lines = text.split(separator: "\n").map(String.init)
    let start = try #require(lines.firstIndex { $0.hasPrefix("Intervals · ") })
    let rows = lines[(start + 3)...].prefix { $0.hasPrefix("|") }
    #expect(rows.count == 2)
    for row in rows {
      let cells = row.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
      let numbers = cells.dropFirst(2).compactMap { Double($0) }
      #expect(numbers.count == 6)
      for start in [0, 3] {
        #expect(
          numbers[start + 1] < numbers[start] && numbers[start] < numbers[start + 2], "\(row)")
      }
    }
  }

  /// A conversion is measured among the clicks, as `evaluate` does.
  @Test func sampleSpacesHold() throws {
    let cells = """
      d = load funnel --rows 2000
      m = build dnn d --hidden-units 8
      train m --epochs 1
      """
    let (text, notebook) = try card(
      "card m cards/m.md --by x1 --sample-space conversion=click", after: cells)
    for command in ["evaluate m", "calibration m", "slices m --by x1"] {
      try notebook.run("\(command) --sample-space conversion=click")
      let table = try #require(firstTable(of: notebook))
      #expect(text.contains(table.markdown.dropLast()), "\(command)")
    }
  }

  /// The card of a model that was opened from a run says how others make it.
  @Test func anOpenedRunHasItsLines() throws {
    let folder = try ScratchFolder()
    let notebook = Notebook(settings: SessionSettings(runsFolder: folder.path + "/runs"))
    try notebook.run(
      """
      d = load synthetic --rows 2000
      m = build dnn d --hidden-units 8
      train m --epochs 1
      n = open run 1
      card n \(folder.path)/n.md --resamples 0
      """)
    let text = try #require(folder.text(of: "n.md"))
    #expect(!text.contains("open run"))
    #expect(
      text.contains("\nn = build dnn d --hidden-units 8\ntrain n --epochs 1\ncheck n weights "))
  }

  @Test func aRegressionHasNoCalibration() throws {
    let (text, _) = try card(
      "card m cards/m.md",
      after: """
        d = load synthetic --rows 2000 --regression
        m = build shared-bottom d
        train m --epochs 1
        """)
    #expect(!text.contains("## Calibration") && !text.contains("## Expert utilisation"))
    #expect(text.contains("task1 (regression)") && text.contains("| MSE |"))
  }

  @Test func mistakesAreNamed() throws {
    let notebook = try Notebook(cells)
    #expect(notebook.error(of: "card m m.csv").contains("does not end in .md"))
    #expect(notebook.error(of: "card d d.md").contains("`card` needs a model"))
    #expect(notebook.error(of: "card m /dev/null/m.md").contains("cannot be written"))
    #expect(notebook.error(of: "card m m.md --by y").contains("There is no field 'y'"))
  }
}
