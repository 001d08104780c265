import Analysis
import ArgumentParser
import DataSets
import Display
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

  /// What is read stands above what reads it, also where boxes are drawn as one.
  @Test(arguments: kinds, [3, 4])
  func boxesStandAboveWhatReadsThem(_ text: String, _ tasks: Int) throws {
    let data = ToyData.labelled(
      (0..<tasks).map { task in
        ("task\(task + 1)", (0..<64).map { $0 % (task + 2) == 0 ? 1 : 0 })
      })
    let diagram = try ModelDiagram(of: try model(text, on: data), on: .validation).diagram
    var ranks = [Int](repeating: -1, count: diagram.boxes.count)
    for (rank, boxes) in diagram.ranks.enumerated() { for box in boxes { ranks[box] = rank } }
    #expect(!ranks.contains(-1))
    for edge in diagram.edges {
      #expect(
        ranks[edge.source] < ranks[edge.target],
        "\(diagram.boxes[edge.source].label), \(diagram.boxes[edge.target].label)")
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

  /// All parameters are in a module, except gates that rows share and weights between modules.
  @Test func modulesHoldTheParameters() throws {
    for text in ["mmoe", "ple --num-levels 2", "shared-bottom", "esmm", "dcn", "wide-deep", "dnn"] {
      let model = try model(text).model
      let sum = model.architecture.modules.reduce(0) { $0 + $1.parameters }
      #expect(sum == model.parameters.count, "\(text)")
    }
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
