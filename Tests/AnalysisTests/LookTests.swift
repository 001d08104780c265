import Analysis
import DataSets
import Display
import Engine
import Models
import Options
import TestSupport
import Testing
import Training

/// Utilisation beside correlation, representations, confidences, and the course of training.
@Suite struct LookTests {
  private static let three: [(name: String, values: [Float])] = [
    ("income", (0..<64).map { $0 % 3 == 0 ? 1 : 0 }),
    ("wealth", (0..<64).map { $0 % 3 == 0 || $0 % 16 == 1 ? 1 : 0 }),
    ("married", (0..<64).map { $0 % 2 == 0 ? 1 : 0 }),
  ]

  /// Gates of `income` and `wealth` choose the first expert, those of `married` the third; a task whose
  /// label is always 1 may take both.
  private static func parted(withConstant: Bool = false) throws -> NamedModel {
    let constant = (name: "always", values: [Float](repeating: 1, count: 64))
    let named = try ToyData.model(
      try ToyData.mixture(), on: ToyData.labelled(three + (withConstant ? [constant] : [])))
    func tensor(_ name: String) throws -> ParameterValues {
      try #require(named.model.parameters[name]).weights
    }
    try tensor("embedding.age.scale").assign([0, 0, 0, 0])
    try tensor("embedding.age.shift").assign([1, 0, 0, 0])
    let chosen: [(task: String, logits: [Float])] = [
      ("income", [3, 0, 0]), ("wealth", [2.5, 0, 0]), ("married", [0, 0, 3]),
      ("always", [2, 0, 2]),
    ]
    for (task, logits) in chosen where withConstant || task != "always" {
      let weight = try tensor("gates.\(task).weight")
      weight.assign(logits + [Float](repeating: 0, count: weight.count - logits.count))
    }
    named.model.graph.refresh()
    return named
  }

  @Test func tasksThatAreAlikeUseTheSameExperts() throws {
    let similarity = try ExpertSimilarity(of: try Self.parted(), on: .test)
    #expect(similarity.utilisation[0][1] > 0.99 && similarity.utilisation[0][2] < 0.3)
    #expect(similarity.labels[0][1] > 0.8 && similarity.labels[0][2].magnitude < 0.1)
    // Ranks of the pairs: income-wealth first both times; the other two nearly tie. Of the six orders of
    // three tasks at least one in three keeps it first.
    let agreement = try #require(similarity.agreement)
    #expect(agreement.correlation >= 0.5 && agreement.chance > 0.25)
    #expect(similarity.figure.plainText.contains("no better than by"))
    expectGolden(similarity.figure.plainText + "\n", "experts-against-correlation.txt")
  }

  /// Ranks are those among the pairs that have both figures: a constant label has no correlation.
  @Test func ranksAreOfPairsWithBothFigures() throws {
    let similarity = try ExpertSimilarity(of: try Self.parted(withConstant: true), on: .test)
    #expect((0..<4).allSatisfy { similarity.labels[3][$0].isNaN })
    let pairs = [(1, 0), (2, 0), (2, 1)]
    func ranks(_ values: [[Double]]) -> [Double] {
      let own = pairs.map { values[$0][$1] }
      return own.map { value in Double(own.count { $0 < value }) }
    }
    // The constant task's pairs lie between the others, so ranks among all six would not be even.
    let between = (0..<3).map { similarity.utilisation[3][$0] }
    #expect(between.allSatisfy { $0 < similarity.utilisation[1][0] })
    #expect(between.allSatisfy { $0 > similarity.utilisation[2][1] })
    let (labels, utilisation) = (ranks(similarity.labels), ranks(similarity.utilisation))
    #expect(Set(labels).count == 3 && Set(utilisation).count == 3)
    let squares = zip(labels, utilisation).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    // Spearman's 1 - 6 Σd² / (n (n² - 1)) of three pairs.
    let agreement = try #require(similarity.agreement)
    #expect(abs(agreement.correlation - (1 - squares / 4)) < 1e-12)
  }

  /// Where every task takes the same, there is nothing to rank.
  @Test func sharesThatAreAlikeFollowNothing() throws {
    let named = try ExpertHealthTests.mixture(gate: [1, 1, 1])
    let similarity = try ExpertSimilarity(of: named, on: .test)
    #expect(
      similarity.figure.plainText.contains("All tasks use the experts alike."))
  }

  @Test func pairOfTasksHasNoRankCorrelation() throws {
    let similarity = try ExpertSimilarity(of: try ToyData.model(try ToyData.mixture()), on: .test)
    #expect(similarity.agreement == nil)
  }

  /// Gates that are the same on all rows mix the same experts: one representation, but for scale.
  @Test func equalMixturesAreOneRepresentation() throws {
    let named = try ExpertHealthTests.mixture(gate: [1, 1, 1])
    let same = try #require(try Representations(of: named, on: .test))
    #expect(abs(same.similarity[0][1] - 1) < 1e-6)
    let parted = try #require(try Representations(of: try Self.parted(), on: .test))
    #expect(parted.similarity[0][1] > 0.9)
    #expect(parted.similarity[0][2] < parted.similarity[0][1])
    #expect(parted.similarity[1][2] == parted.similarity[2][1])
    expectGolden(parted.figure.plainText + "\n", "representations.txt")
  }

  @Test func sharedBottomHasOneRepresentation() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    let shared = try #require(try Representations(of: named, on: .test))
    #expect(shared.areShared && shared.similarity == [[1, 1], [1, 1]])
  }

  @Test func confidenceNeedsConfidences() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    #expect(throws: AnalysisError.noConfidences(source: "toy")) {
      try Confidence(of: named, on: .test)
    }
  }

  @Test func confidenceFollowsTheRelation() throws {
    let derived = try DerivedTasks(
      .related, of: ToyData.many, task: "income", seed: 1, keepsConfidences: true)
    let named = try ToyData.model(try ToyData.sharedBottom(), on: derived.data)
    let confidence = try Confidence(of: named, on: .test)
    #expect(confidence.tasks.map(\.task) == ["base", "related"])
    let rows = derived.data.split.test
    let base = derived.data.labels[0].values(of: rows)
    let predicted = try Prediction(named.model, derived.data).predictions(rows)
    for (task, seen) in confidence.tasks.enumerated() {
      #expect(seen.points.map(\.x) == base.map { Double($0) })
      #expect(seen.points.map(\.y) == predicted[task].map { Double($0) })
    }
    // The base follows itself; the related confidence is steeper than it everywhere.
    #expect(confidence.tasks[0].relation.allSatisfy { $0.x == $0.y })
    #expect(
      confidence.tasks[1].relation.allSatisfy { abs($0.y) >= 0.1 && ($0.x < 0) == ($0.y < 0) })
  }

  @Test func courseIsRecorded() throws {
    let named = try ToyData.model(try ToyData.dephn())
    var options = TrainingOptions.standard
    options.epochs = 2
    options.batchSize = 12
    _ = try named.trainer.train(options)
    let course = named.trainer.history.course
    #expect(course.points.map(\.step) == Array(1...8))
    #expect(course.conflicts.map(\.step) == [1])
    let gates = try #require(named.model.gates.first { $0.role == .shared }).values
    // The best epoch's weights are restored; those of the last step are the last ones noted.
    if named.trainer.history.bestEpoch == 2 {
      #expect(course.points.last?.gates.flatMap { $0 } == gates)
    }
    for quantity in CourseFigures.Quantity.allCases {
      #expect(!(try CourseFigures(of: named).figures(of: quantity)).isEmpty, "\(quantity)")
    }
    let texts = try [CourseFigures.Quantity.gates, .virtualGradient, .correlation].flatMap {
      try CourseFigures(of: named).figures(of: $0).map(\.plainText)
    }
    expectGolden(texts.joined(separator: "\n\n") + "\n", "course.txt")
  }

  /// The factors are those of the function for the noted gates and the batches' correlation.
  @Test func virtualGradientOfOneModelIsDrawn() throws {
    let named = try ToyData.model(try ToyData.dephn())
    var options = TrainingOptions.standard
    options.epochs = 4
    options.batchSize = 64
    options.learningRate = 0.05
    _ = try named.trainer.train(options)
    let course = try VirtualGradientCourse(of: named)
    let rows = ToyData.many.split.train
    let labels = ToyData.many.labels.map { $0.values(of: rows) }
    let x = min(1, CorrelationMeasure.pearson.correlation(of: labels[0], and: labels[1]).magnitude)
    #expect(course.lines.count == 2 * 4)
    for gate in 0..<4 {
      let (one, other) = (course.lines[gate], course.lines[4 + gate])
      #expect(one.gate == other.gate && one.task == "income" && other.task == "married")
      for step in one.gates.indices {
        let y = min(1, (one.gates[step] - other.gates[step]).magnitude)
        let factor = 2 * (x + y - 1).magnitude
        #expect(abs(one.factors[step] - factor) < 1e-5 && one.factors[step] == other.factors[step])
      }
    }
    // One row per task, gate and step, with its gate and its factor.
    let shown = Document(course.figures).tidy
    #expect(shown.columns.map(\.key) == ["task", "expert", "step", "factor", "gate"])
    #expect(shown.rows.count == 2 * 4 * 4)
    #expect(shown.rows.allSatisfy { !$0.cells.contains(.missing) })
    expectGolden(
      course.figures.map(\.plainText).joined(separator: "\n\n") + "\n",
      "virtual-gradient-course.txt")
  }

  @Test func virtualGradientNeedsOne() throws {
    let named = try ToyData.model(try ToyData.mixture())
    #expect(throws: AnalysisError.lacks(.virtualGradient, model: "m", kind: "mmoe")) {
      try VirtualGradientCourse(of: named)
    }
    let untrained = try ToyData.model(try ToyData.dephn())
    #expect(throws: AnalysisError.neverTrained(model: "m")) {
      try VirtualGradientCourse(of: untrained)
    }
    let byRow = try ToyData.model(try ToyData.dephn(gate: "mapping"))
    #expect(throws: AnalysisError.gatesDifferByRow(model: "m")) {
      try VirtualGradientCourse(of: byRow)
    }
  }

  /// Recording changes no bit of the weights.
  @Test(arguments: ["mixture", "dephn", "shared-bottom"])
  func recordingChangesNoBit(_ kind: String) throws {
    func digest(records: Bool) throws -> String {
      let named =
        switch kind {
        case "mixture": try ToyData.model(try ToyData.mixture())
        case "dephn": try ToyData.model(try ToyData.dephn())
        default: try ToyData.model(try ToyData.sharedBottom())
        }
      var options = TrainingOptions.standard
      options.epochs = 40
      options.batchSize = 8
      options.records = records
      _ = try named.trainer.train(options)
      #expect(named.trainer.history.course.points.isEmpty == !records)
      // 240 steps: gradients are measured at the steps 1 and 129.
      #expect(named.trainer.history.course.conflicts.count == (records ? 2 : 0))
      return try named.model.digest()
    }
    #expect(try digest(records: true) == digest(records: false))
  }

  @Test func courseThatWasNotRecordedIsASentence() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    #expect(throws: AnalysisError.neverTrained(model: "m")) {
      try CourseFigures(of: named).figures(of: .gates)
    }
    _ = try named.trainer.train(TrainingOptions.standard)
    #expect(
      throws: AnalysisError.notRecorded("gates", model: "m", kind: "shared-bottom")
    ) {
      try CourseFigures(of: named).figures(of: .gates)
    }
  }
}

/// Golden text of the looks at predictions.
@Suite struct PredictionLookTests {
  private static func trained() throws -> NamedModel {
    let named = try ToyData.model(try ToyData.mixture())
    var options = TrainingOptions.standard
    options.epochs = 30
    options.learningRate = 0.02
    _ = try named.trainer.train(options)
    return named
  }

  @Test func looksReadAsTheyShould() throws {
    let named = try Self.trained()
    let other = try ToyData.model(try ToyData.sharedBottom())
    let settings = Slices.Settings(field: "age")
    let figures =
      [
        try Slices(of: named, on: .test, settings).figure,
        try Slices(of: named, against: other, on: .test, Slices.Settings(field: "city")).figure,
        try Importance(of: named, on: .test, Importance.Settings()).figure,
        try GatesByField(of: named, by: "city", quantiles: 4, on: .test).figure,
      ] + (try Calibration(of: named, on: .test).figures)
    for line in figures.flatMap({ $0.plainText.split(separator: "\n") }) {
      #expect(String(line).displayWidth <= 80)
    }
    expectGolden(figures.map(\.plainText).joined(separator: "\n\n") + "\n", "looks.txt")
  }

  /// Models of other rows cannot be compared row by row.
  @Test func slicesNeedTheSameData() throws {
    var data = ToyData.many
    data.fingerprint = "other"
    let other = NamedModel("n", try ToyData.model(try ToyData.sharedBottom(), on: data).trainer)
    #expect(throws: AnalysisError.otherData("m", "n")) {
      try Slices(
        of: try ToyData.model(try ToyData.mixture()), against: other, on: .test,
        Slices.Settings(field: "city"))
    }
  }
}
