import DataSets
import Engine
import Numbers
import Testing
import Training

/// The related and unrelated tasks of the paper.
@Suite struct DerivedTaskTests {
  /// Python: sgn(a)·(2·log1p(|a|) + 0.1·exp(|a|)), sgn(a)·(2·sin|a| + 0.1·cos|a|).
  @Test(arguments: [
    (-1.0, -1.6581225440, -1.7369722002), (0.5, 0.9758023433, 1.0466093334),
    (2.0, 2.9361301872, 1.7769801700), (0.0, 0, 0),
  ])
  func confidencesFollowTheEquations(a: Double, related: Double, unrelated: Double) {
    #expect(abs(DerivedTasks.value(.related, a, noise: { 0 }) - related) < 1e-9)
    #expect(abs(DerivedTasks.value(.unrelated, a, noise: { 0 }) - unrelated) < 1e-9)
    #expect(
      DerivedTasks.value(.related, a, noise: { 2 }) == DerivedTasks.value(.related, a, noise: { 0 })
        + 0.5)
  }

  @Test(arguments: DerivedTasks.Relation.allCases)
  func labelsAreSignsOfConfidences(relation: DerivedTasks.Relation) throws {
    let base = SmallTask.data()
    func derive(_ keepsConfidences: Bool) throws -> DerivedTasks {
      try DerivedTasks(
        relation, of: base, task: "click", seed: 3, keepsConfidences: keepsConfidences)
    }
    let labels = try derive(false)
    let confidences = try derive(true)
    #expect(labels.data.schema.tasks.map(\.name) == ["base", relation.rawValue])
    #expect(confidences.data.schema.tasks.allSatisfy { $0.kind == .regression })
    for task in 0..<2 {
      let (signs, values) = (labels.data.labels[task], confidences.data.labels[task])
      #expect(zip(signs, values).allSatisfy { $0 == ($1 > 0 ? 1 : 0) })
    }
    // Standardised over the training rows to mean −1 and deviation 1.
    let known = base.split.train.map { Double(confidences.data.labels[0][Int($0)]) }
    let mean = known.reduce(0, +) / Double(known.count)
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(abs(mean + 1) < 1e-4 && abs(squares / Double(known.count) - 1) < 1e-3)
    #expect(labels.data.schema.features == base.schema.features && labels.data.split == base.split)
    #expect(labels.data.fingerprint != base.fingerprint)
    #expect(try derive(false).data.fingerprint == labels.data.fingerprint)
    #expect(relation == .unrelated || labels.correlation > 0.3)
  }

  /// With a normal base confidence of mean −1 NumPy gives 0.604 and 0.937 for a deviation of 1 (of the
  /// confidences, of the labels), −0.002 and 0.252 for 5, 0.000 and 0.061 for 20.
  @Test(arguments: [(1.0, 0.604, 0.937), (5, -0.002, 0.252), (20, 0, 0.061)])
  func largerDeviationPartsUnrelatedTasks(deviation: Double, confidences: Double, labels: Double) {
    var stream = RandomStream(seed: 1, purpose: "test")
    let a = (0..<200_000).map { _ in Float(deviation * stream.normal() - 1) }
    let u = a.map { Float(DerivedTasks.value(.unrelated, Double($0), noise: { 0 })) }
    func correlation(_ x: [Float], _ y: [Float]) -> Double {
      CorrelationMeasure.pearson.correlation(of: x, and: y)
    }
    #expect(abs(correlation(a, u) - confidences) < 0.01)
    let signs = [a, u].map { $0.map { $0 > 0 ? Float(1) : 0 } }
    #expect(abs(correlation(signs[0], signs[1]) - labels) < 0.01)
  }

  @Test func deviationIsThatOfTheBaseConfidence() throws {
    let base = SmallTask.data()
    let derived = try DerivedTasks(
      .unrelated, of: base, task: "click", deviation: 20, seed: 3, keepsConfidences: true)
    let known = base.split.train.map { Double(derived.data.labels[0][Int($0)]) }
    let mean = known.reduce(0, +) / Double(known.count)
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    #expect(abs(mean + 1) < 1e-3 && abs((squares / Double(known.count)).squareRoot() - 20) < 1e-3)
    let standard = try DerivedTasks(
      .unrelated, of: base, task: "click", seed: 3, keepsConfidences: true)
    #expect(derived.data.fingerprint != standard.data.fingerprint)
  }

  @Test func unknownTaskIsReported() {
    #expect(throws: TrainingError.unknownTask("x", known: ["click", "buy"])) {
      try DerivedTasks(
        .related, of: SmallTask.data(), task: "x", seed: 1, keepsConfidences: false)
    }
  }
}
