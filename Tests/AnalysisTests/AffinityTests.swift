import Analysis
import ArgumentParser
import DataSets
import Display
import Engine
import Models
import TestSupport
import Testing
import Training

@Suite struct AffinityTests {
  private static let labels: [Float] = (0..<64).map { $0 % 3 == 0 ? 1 : 0 }

  /// A shared bottom whose tasks have the same tower; the second label is that of `second`.
  private static func twins(_ second: [Float]) throws -> NamedModel {
    let data = ToyData.labelled([("click", labels), ("other", second)])
    let named = try ToyData.model(try ToyData.sharedBottom(), on: data)
    for parameter in named.model.parameters.all where parameter.name.hasPrefix("towers.click.") {
      let name = "towers.other." + parameter.name.dropFirst("towers.click.".count)
      try #require(named.model.parameters[name]).weights.assign(parameter.weights.array)
    }
    named.model.graph.refresh()
    return named
  }

  private static func affinity(_ named: NamedModel) throws -> Affinity {
    var settings = TaskAffinity.Settings()
    (settings.batches, settings.batchSize) = (2, 24)
    return try Affinity(of: named, settings)
  }

  @Test func oppositeLabelsPullAgainstEachOther() throws {
    let named = try Self.twins(Self.labels.map { 1 - $0 })
    let before = named.model.weights
    let affinity = try Self.affinity(named)
    #expect(affinity.affinity.all.cosines[0][1] < -0.8)
    #expect(affinity.affinity.all.conflicts[0][1] == 1)
    let effects = affinity.affinity.effects
    #expect(effects[0][0] > 0 && effects[0][1] < 0 && effects[1][0] < 0 && effects[1][1] > 0)
    #expect(named.model.weights == before)
    expectGolden(
      affinity.figures.map(\.plainText).joined(separator: "\n\n") + "\n", "opposed-tasks.txt")
  }

  /// Along its own gradient a loss rises only if the step goes too far.
  @Test func stepThatIsTooLongIsSaid() throws {
    var settings = TaskAffinity.Settings()
    (settings.batches, settings.batchSize, settings.stepLength) = (2, 24, 1000)
    let named = try Self.twins(Self.labels.map { 1 - $0 })
    let affinity = try Affinity(of: named, settings)
    #expect(affinity.affinity.effects[0][0] < 0)
    let text = (affinity.figures.last?.plainText ?? "").split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("The step is too long for") && text.contains("a tenth of it, 100,"))
  }

  @Test func equalLabelsPullTogether() throws {
    let affinity = try Self.affinity(try Self.twins(Self.labels))
    #expect(abs(affinity.affinity.all.cosines[0][1] - 1) < 1e-6)
    #expect(affinity.affinity.all.conflicts[0][1] == 0)
    #expect(affinity.affinity.effects[0][1] > 0)
    #expect(affinity.affinity.groups.map(\.name).contains("embedding"))
  }

  /// Gates of which each task has a row are no shared part, and parts have their names from `experts`.
  @Test func onlySharedPartsAreCompared() throws {
    let named = try ToyData.model(try ToyData.dephn(virtualGradient: "none"))
    let affinity = try Self.affinity(named)
    #expect(!affinity.affinity.groups.isEmpty)
    #expect(!affinity.affinity.groups.contains { $0.name == "gates" })
    let parts = Set(affinity.groups.rows.map { $0.cells[0].rawText })
    #expect(parts.isSuperset(of: ["e1", "e2"]) && !parts.contains { $0.contains(".") })
  }

  @Test func levelsCountFromOne() throws {
    let kind = try PLE.parse(["--embedding-dim", "4", "--expert-hidden-units", "8"])
    let parts = try Self.affinity(try ToyData.model(kind)).groups.rows.map { $0.cells[0].rawText }
    #expect(parts.contains("experts of level 1"))
  }

  @Test func oneBatchIsOne() throws {
    var settings = TaskAffinity.Settings()
    settings.batches = 1
    let named = try ToyData.model(try ToyData.sharedBottom())
    let text = try Affinity(of: named, settings).figures[0].plainText
    #expect(text.contains("train, 1 batch of 48 rows"))
  }

  @Test func singleTaskAndModelsThatShareNothing() throws {
    let one = ToyData.labelled([("click", Self.labels)])
    #expect(throws: AnalysisError.fewTasks) {
      try Self.affinity(try ToyData.model(try ToyData.sharedBottom(), on: one))
    }
    #expect(throws: AnalysisError.sharesNothing(model: "m", kind: "dnn")) {
      try Self.affinity(try ToyData.model(try DNN.parsed([])))
    }
  }
}
