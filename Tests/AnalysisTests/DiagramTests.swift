import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import TestSupport
import Testing
import Training

@Suite struct DiagramTests {
  static let kinds = [
    "dephn", "mt-phn --setting all-public", "mmoe", "omoe", "ple --num-levels 2", "cgc", "snr",
    "shared-bottom", "cross-stitch", "esmm", "aitm", "dnn", "wide-deep", "dcn", "dcn-v2", "fint",
    "nfm", "xdeepfm", "phn",
  ]

  private func model(_ text: String, on data: DataSet = ToyData.many) throws -> NamedModel {
    let words = text.split(separator: " ").map(String.init)
    let kind = try #require(modelKinds.first { $0.name == words[0] })
    return try ToyData.model(try kind.parse(Array(words.dropFirst())), on: data)
  }

  /// Data with so many binary tasks.
  private func data(tasks: Int) -> DataSet {
    ToyData.labelled(
      (0..<tasks).map { task in
        ("task\(task + 1)", (0..<64).map { $0 % (task + 2) == 0 ? 1 : 0 })
      })
  }

  /// Merged boxes or not, what is read stands above what reads it.
  @Test(arguments: kinds, [3, 4])
  func boxesStandAboveWhatReadsThem(_ text: String, _ tasks: Int) throws {
    let whole = try ModelDiagram(of: try model(text, on: data(tasks: tasks)), on: .validation)
    for diagram in [whole.diagram, whole.diagram.grouped()] {
      var ranks = [Int](repeating: -1, count: diagram.boxes.count)
      for (rank, boxes) in diagram.ranks.enumerated() { for box in boxes { ranks[box] = rank } }
      #expect(!ranks.contains(-1))
      for edge in diagram.edges {
        #expect(
          ranks[edge.source] < ranks[edge.target],
          "\(diagram.boxes[edge.source].label), \(diagram.boxes[edge.target].label)")
      }
    }
  }

  /// Every kind draws itself, all within 80 columns.
  @Test func everyKindIsDrawn() throws {
    #expect(Set(Self.kinds.map { $0.prefix { $0 != " " } }).count == modelKinds.count)
    let texts = try Self.kinds.map { text in
      try ModelDiagram(of: try model(text), on: .validation).figure.plainText
    }
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      #expect(String(line).displayWidth <= 80, "\(line)")
    }
    expectGolden(texts.joined(separator: "\n\n\n") + "\n", "diagrams.txt")
  }

  /// All parameters are in a box, except gates that rows share and weights between modules, which the
  /// subtitle counts.
  @Test(arguments: kinds) func boxesAndTheRestHoldAllParameters(_ text: String) throws {
    let named = try model(text)
    let model = named.model
    let loose = model.architecture.loose.compactMap { model.parameters[$0]?.count }.reduce(0, +)
    let sum = model.architecture.modules.reduce(0) { $0 + $1.parameters }
    #expect(sum + loose == model.parameters.count)
    let subtitle = try ModelDiagram(of: named, on: .validation).diagram.subtitle ?? ""
    #expect(
      subtitle.contains("In no box: \(NumberFormat.count.text(Double(loose))) of") == (loose > 0))
  }

  @Test func restOfTheParametersIsNamed() throws {
    // Gates of two tasks on three experts and two mappings, 64 weights for each, and four biases.
    let subtitle = try ModelDiagram(of: try model("dephn"), on: .validation).diagram.subtitle
    #expect(subtitle?.contains("In no box: \(12 + 12 * 64 + 4) of gates and towers.") == true)
  }

  /// Experts that are drawn as one keep a range of shares, never their sum.
  @Test func groupedExpertsShowARangeOfShares() throws {
    let named = try model("omoe --num-experts 12")
    _ = try named.trainer.train(TrainingOptions.standard)
    let diagram = try ModelDiagram(of: named, on: .test).diagram
    let shares = try ExpertUse(of: named, on: .test).shares[0]
    let text = Figure.diagram(diagram).plainText
    #expect(!text.contains("100%") && text.contains("each of 12"))
    let ends = [shares.min() ?? 0, shares.max() ?? 0].map { NumberFormat.percent(0).text($0) }
    let range =
      ends[0] == ends[1] ? ends[0] : ends[0].filter { $0 != " " && $0 != "%" } + "–" + ends[1]
    #expect(text.contains(range.filter { $0 != " " }))
    // The rows have all of them.
    #expect(diagram.tidy.rows.count { $0.cells[2] != .missing } == 24)
  }

  /// Shares are announced only where lines carry them.
  @Test(arguments: [("mmoe", true), ("snr", false), ("cross-stitch", false), ("dnn", false)])
  func captionSpeaksOfSharesThatAreDrawn(_ kind: String, _ hasShares: Bool) throws {
    let named = try model(kind)
    _ = try named.trainer.train(TrainingOptions.standard)
    let diagram = try ModelDiagram(of: named, on: .test).diagram
    #expect(diagram.edges.contains { $0.share != nil } == hasShares)
    #expect(diagram.subtitle?.contains("Shares") == hasShares)
  }

  /// A level stands between what it reads and feeds, and other levels are one box each.
  @Test(arguments: [2, 6]) func aLevelStandsAlone(_ tasks: Int) throws {
    let named = try model("ple --num-levels 3", on: data(tasks: tasks))
    _ = try named.trainer.train(TrainingOptions.standard)
    let levels = try (1...3).map { try ModelDiagram(of: named, on: .test, level: $0).diagram }
    let experts = 2 * tasks + 2
    let outside = levels.map { level in
      level.boxes.map(\.label).filter { label in
        ["embedding", "level", "tower"].contains { label.hasPrefix($0) }
      }
    }
    let towers = (1...tasks).map { "tower task\($0)" }
    #expect(outside == [["embedding", "level 2"], ["level 1", "level 3"], ["level 2"] + towers])
    // The last level has no gate of what is shared.
    #expect(
      zip(levels, outside).map { $0.boxes.count - $1.count } == [
        experts + tasks + 1, experts + tasks + 1, experts + tasks,
      ])
    #expect(levels[1].boxes.first?.details == ["\(experts) experts", "\(tasks + 1) gates"])
    #expect(levels[0].title.hasPrefix("m (ple) · level 1 of 3 · "))
    #expect(levels[0].reading == "Level 1 reads embedding and feeds level 2.")
    #expect(levels[1].reading == "Level 2 reads level 1 and feeds level 3.")
    let all = tasks == 2 ? "tower task1 and tower task2" : "tower task1 and 5 others"
    #expect(levels[2].reading?.hasPrefix("Level 3 reads level 2 and feeds \(all).") == true)
    // Utilisation is that of the last level alone.
    #expect(levels.map { $0.edges.contains { $0.share != nil } } == [false, false, true])
    let text = GateTests.text(levels.map { .diagram($0) })
    for line in text.split(separator: "\n") { #expect(String(line).displayWidth <= 80, "\(line)") }
    expectGolden(text, "levels-of-\(tasks)-tasks.txt")
  }

  /// Parameters of the levels and of what is around them are all.
  @Test func levelsHoldTheirParameters() throws {
    let named = try model("ple --num-levels 2")
    let counts = try [nil, 1, 2].map { level in
      let title = try ModelDiagram(of: named, on: .validation, level: level).diagram.title
      let word = title.split(separator: " · ").first { $0.hasSuffix(" parameters") }
      return Int(word?.filter(\.isNumber) ?? "") ?? 0
    }
    let rest = named.model.architecture.modules.filter { [.embedding, .tower].contains($0.role) }
    #expect(counts[1] + counts[2] + rest.reduce(0) { $0 + $1.parameters } == counts[0])
  }

  @Test func largestModulesHaveTheirLevel() throws {
    let diagram = try ModelDiagram(of: try model("ple --num-levels 2"), on: .validation).diagram
    #expect(diagram.reading?.contains("e1 of level ") == true)
  }

  @Test func mixtureReadsWhatItsEquationSays() throws {
    let model = try ToyData.model(try ToyData.mixture()).model
    let modules = model.architecture.modules
    #expect(
      modules.map(\.path) == [
        "embedding", "experts.0", "experts.1", "experts.2", "gates.income", "towers.income",
        "gates.married", "towers.married",
      ])
    #expect(modules.map(\.sources) == [[], [0], [0], [0], [0], [1, 2, 3, 4], [0], [1, 2, 3, 6]])
    #expect(model.architecture.tasks == [[5], [7]])
    #expect(modules[1].widths == [8] && modules[5].widths == [32, 1])
  }

  /// After training, lines to the towers carry the shares that `experts` shows.
  @Test func linesCarryUtilisation() throws {
    let named = try ToyData.model(try ToyData.mixture())
    _ = try named.trainer.train(TrainingOptions.standard)
    let use = try ExpertUse(of: named, on: .test)
    let diagram = try ModelDiagram(of: named, on: .test).diagram
    for (task, name) in ["income", "married"].enumerated() {
      let shares = diagram.edges.filter { diagram.boxes[$0.target].label == "tower \(name)" }
        .compactMap(\.share)
      #expect(shares == use.shares[task])
    }
  }
}
