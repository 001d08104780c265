import Analysis
import DataSets
import Display
import Engine
import Models
import Options
import TestSupport
import Testing
import Training

/// What a look says about data that it cannot look at.
@Suite struct PoorDataTests {
  private static func model(_ data: DataSet) throws -> NamedModel {
    try ToyData.model(try ToyData.sharedBottom(), on: data)
  }

  private static let oneClass = ToyData.labelled([
    ("click", [Float](repeating: 1, count: 64)), ("buy", [Float](repeating: 1, count: 64)),
  ])

  @Test func oneClassIsASentence() throws {
    let named = try Self.model(Self.oneClass)
    #expect(throws: AnalysisError.oneClass(part: "test")) {
      try Importance(of: named, on: .test, Importance.Settings())
    }
    let slices = try Slices(of: named, on: .test, Slices.Settings(field: "city"))
    #expect(slices.figure.plainText.contains("No slice holds both classes of a task."))
    #expect(slices.figures.allSatisfy { $0.auc == nil && $0.labelMean == 1 })
    let calibration = try Calibration(of: named, on: .test)
    #expect(calibration.tasks.allSatisfy { $0.temperature == nil })
    #expect(
      calibration.figures[0].plainText.contains("so no T can be fitted"))
    let seen = try ExpertAblation(
      of: try ToyData.model(try ToyData.mixture(), on: Self.oneClass), on: .test)
    #expect(seen.whole.allSatisfy { $0.quality == nil && $0.loss > 0 })
  }

  /// Equal numbers are never cut apart, so there may be fewer slices than quantiles; that is said
  /// where a number of quantiles was asked for.
  @Test(
    arguments: [
      (
        [0, 0, 0, 0, 0, 0, 1, 2], 4, 2,
        "Only 2 slices instead of 4: rows of equal value stay together."
      ),
      (
        [5, 5, 5, 5, 5, 5, 5, 5], 4, 1,
        "Only 1 slice instead of 4: rows of equal value stay together."
      ),
      (
        [1, 2, 3, 4, 5, 6, 7, 8], 10, 8,
        "Only 8 slices instead of 10: there are 8 rows with a value."
      ),
      ([1, 2, 3, 4, 5, 6, 7, 8], 4, 4, nil),
      ([1, 2, 3, 4, 5, 6, 7, 8], nil, 4, nil),
      ([0, 0, 0, 0, 1, 1, 1, 1], nil, 2, nil),
    ] as [([Float], Int?, Int, String?)])
  func fewerSlicesThanQuantilesAreExplained(
    _ values: [Float], _ quantiles: Int?, _ count: Int, _ sentence: String?
  ) throws {
    // Rows without a value have a slice of their own, which is no quantile.
    let raw = values + [.nan]
    let data = DataSet(
      source: "toy",
      schema: Schema(
        features: [Feature(name: "age", kind: .numeric(NumericTransform(fitting: raw)))],
        tasks: [Task(name: "click"), Task(name: "buy")]),
      columns: [.numbers(raw: Values(raw), transformed: Values(raw.map { $0.isNaN ? 0 : $0 }))],
      labels: [2, 3].map { step in Values(raw.indices.map { $0 % step == 0 ? 1 : 0 }) },
      split: Split(train: [0], validation: [1], test: raw.indices.map { Int32($0) }), notes: [],
      fingerprint: "0123456789abcdef", strangers: [WordList()])
    let named = try ToyData.model(try ToyData.mixture(), on: data)
    var settings = Slices.Settings(field: "age")
    settings.quantiles = quantiles
    let slices = try Slices(of: named, on: .test, settings)
    #expect(Set(slices.figures.map(\.slice)).count == 1 + count + 1)
    let gates = try GatesByField(of: named, by: "age", quantiles: quantiles, on: .test)
    guard case .heatMap(let map) = gates.figure else {
      Issue.record("no heat map")
      return
    }
    for reading in [slices.table.reading, map.reading] {
      #expect(
        sentence.map { reading?.hasSuffix(" " + $0) == true }
          ?? (reading?.contains("instead") == false), "\(reading ?? "")")
    }
  }

  @Test func unknownFieldsAreNamed() throws {
    let named = try Self.model(ToyData.many)
    #expect(throws: AnalysisError.unknownField("height", known: ["age", "city"])) {
      try Slices(of: named, on: .test, Slices.Settings(field: "height"))
    }
  }

  /// One field with a word for each of `ids`; all rows but the first ten are test rows.
  private static func users(_ ids: [Int32], of words: Int) -> DataSet {
    DataSet(
      source: "toy",
      schema: Schema(
        features: [
          Feature(
            name: "user", kind: .categorical(vocabulary: (0..<words).map { "u\($0)" }))
        ], tasks: [Task(name: "click", kind: .binary), Task(name: "buy", kind: .binary)]),
      columns: [.categories(Values(ids))],
      labels: [3, 2].map { step in Values(ids.indices.map { $0 % step == 0 ? 1 : 0 }) },
      split: Split(
        train: Array(0..<5), validation: Array(5..<10), test: Array(10..<Int32(ids.count))),
      notes: [], fingerprint: "0123456789abcdef", strangers: [WordList()])
  }

  @Test func wordsBeyondTheMostFrequentShareASlice() throws {
    // Every other row has one of 30 words, the first ten rows excluded.
    let ids = (0..<4010).map { (row: Int) -> Int32 in
      row.isMultiple(of: 2) ? Int32(row / 2 % 30 + 1) : Int32(row % 1970 + 31)
    }
    let data = Self.users(ids, of: 2000)
    let slices = try Slices(
      of: try ToyData.model(try ToyData.sharedBottom(), on: data), on: .test,
      Slices.Settings(field: "user")
    ).figures.filter { $0.task == "click" }
    #expect(slices.count == 1 + 20 + 1)
    let shown = Set(slices.map { $0.slice })
    let rest = data.split.test.filter { !shown.contains("u\(ids[Int($0)] - 1)") }
    let values = Set(rest.map { ids[Int($0)] }).count
    #expect(slices.last?.slice == "other (\(NumberFormat.count.text(Double(values))) values)")
    #expect(slices.last?.rows == rest.count)
  }

  /// Words on fewer than ten rows have no slice of their own, and no verdict is about such a slice.
  @Test func slicesOfFewRowsHaveNoVerdict() throws {
    // u1 and u2 on a hundred rows each, u3 on four; the first ten rows are no test rows.
    let ids = (0..<214).map { Int32($0 < 210 ? $0 % 2 + 1 : 3) }
    let named = try ToyData.model(
      try ToyData.mixture(), on: Self.users(ids, of: 3))
    let slices = try Slices(of: named, on: .test, Slices.Settings(field: "user"))
    #expect(
      slices.figures.filter { $0.task == "click" }.map(\.slice) == [
        "all rows", "u0", "u1", "other (1 value)",
      ])
    #expect(slices.figures.last?.rows == 4)
    #expect(!(slices.table.reading ?? "").contains("other"))
    let gates = try GatesByField(of: named, by: "user", quantiles: 4, on: .test)
    #expect(gates.slices.last == "other (1 value)" && gates.rows.last == 4)
    let text = gates.figure.plainText
    #expect(text.contains("u1 · 100") && text.contains("other (1 value) · 4"))
    let rows = Document([gates.figure]).tidy
    #expect(rows[column: "rows"]?.first == .number(100, .count))
  }

  /// An AUC that rests on two rows of a class is shown, and nothing is concluded from it.
  @Test func slicesOfFewPositivesHaveNoVerdict() throws {
    let ids = (0..<214).map { Int32($0 % 2 + 1) }
    var data = Self.users(ids, of: 2)
    // u0's rows have two positives, u1's all others.
    data.labels[0] = Values(
      (0..<214).map { $0 % 2 == 1 ? Float($0 / 2 % 2) : [20, 40].contains($0) ? 1 : 0 })
    let slices = try Slices(
      of: try ToyData.model(try ToyData.mixture(), on: data), on: .test,
      Slices.Settings(field: "user"))
    let first = try #require(slices.figures.first { $0.slice == "u0" && $0.task == "click" })
    #expect(first.auc != nil && first.rows == 102)
    #expect((slices.table.reading ?? "").contains("click is ranked worst on u1"))
  }

  /// Regressions have errors, not AUCs and positive rates.
  @Test func slicesOfRegressionsHaveErrors() throws {
    let data = ToyData.labelled(
      [("spend", (0..<64).map { Float($0) - 20 }), ("age", (0..<64).map { Float($0 % 7) })],
      kinds: [.regression, .regression])
    let named = try ToyData.model(try ToyData.mixture(), on: data)
    let slices = try Slices(of: named, on: .test, Slices.Settings(field: "city"))
    let all = try #require(slices.figures.first)
    let evaluated = try named.trainer.evaluate(.test).tasks[0]
    #expect(abs((all.squaredError ?? 0) - evaluated.loss) < 1e-9 * evaluated.loss)
    let interval = try #require(all.interval)
    #expect(interval.contains(evaluated.loss))
    let text = slices.figure.plainText
    for word in ["calibration", "AUC", "positive", "n/a", "classes"] {
      #expect(!text.contains(word), "\(word)")
    }
    #expect(text.contains("spend is predicted worst on "))
    let other = NamedModel("n", try ToyData.model(try ToyData.sharedBottom(), on: data).trainer)
    let against = try Slices(of: named, against: other, on: .test, Slices.Settings(field: "city"))
    let expected = evaluated.loss - (try other.trainer.evaluate(.test).tasks[0].loss)
    #expect(abs((against.figures[0].difference ?? 0) - expected) < 1e-6)
  }

  /// A task that cannot be measured is named, and one shuffle has no deviation.
  @Test func importanceSaysWhatItCannotMeasure() throws {
    let data = ToyData.labelled([
      ("click", (0..<64).map { $0 % 3 == 0 ? 1 : 0 }), ("buy", [Float](repeating: 1, count: 64)),
    ])
    var settings = Importance.Settings()
    settings.repeats = 1
    let importance = try Importance(of: try Self.model(data), on: .test, settings)
    #expect(importance.tasks == ["click"] && importance.constantTasks == ["buy"])
    #expect(importance.falls.joined().allSatisfy { $0.deviation == nil })
    let text = importance.figure.plainText.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(
      text.contains("n/a") && text.contains("when the field's values are shuffled: one shuffle."))
    #expect(text.contains("buy is not measured: it has labels of one value on these rows."))
    // A sentence either says what a task needs or that it needs nothing.
    for field in importance.fields.indices where !importance.falls[field][0].matters {
      #expect(!text.contains("needs \(importance.fields[field]) most"))
    }
  }

  /// Predictions that run against the labels have no best temperature.
  @Test func temperatureAtItsBoundIsSaid() throws {
    let named = try Self.model(ToyData.many)
    var options = TrainingOptions.standard
    (options.epochs, options.learningRate) = (40, 0.05)
    _ = try named.trainer.train(options)
    let flipped = ToyData.labelled([
      ("income", (0..<64).map { $0 % 3 == 0 ? 0 : 1 }),
      ("married", (0..<64).map { $0 % 2 == 0 ? 0 : 1 }),
    ])
    let calibration = try Calibration(
      of: NamedModel("m", Trainer(named.model, flipped)), on: .test)
    let text = calibration.figures[0].plainText.split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(
      text.contains("no best T, since the logloss of the validation rows falls the nearer all"))
    for task in calibration.tasks where (task.scaledError ?? 0) > task.error {
      #expect(text.contains("scaling makes its ECE worse, from"))
    }
  }

  /// An id of its own on each of 300,000 rows is a sentence, and no flood.
  @Test func fieldOfManyRareValuesIsASentence() throws {
    let count: Int32 = 300_000
    let data = Self.users((1...count).map { $0 }, of: Int(count))
    let named = try ToyData.model(try ToyData.mixture(), on: data)
    let error = AnalysisError.rareValues(
      field: "user", values: Int(count) - 10, rows: Int(count) - 10, least: 10)
    #expect(throws: error) {
      try Slices(of: named, on: .test, Slices.Settings(field: "user"))
    }
    #expect(throws: error) { try GatesByField(of: named, by: "user", quantiles: 4, on: .test) }
    var settings = Importance.Settings()
    settings.repeats = 1
    let importance = try Importance(of: named, on: .test, settings)
    #expect(importance.fields == ["user"])
    #expect(importance.figure.plainText.split(separator: "\n").count < 12)
  }

  /// Of 300,000 values that share a few frequent ones, the frequent ones have slices.
  @Test func fieldOfManyValuesShowsTheFrequentOnes() throws {
    let ids = (0..<400_000).map { (row: Int) -> Int32 in
      row.isMultiple(of: 4) ? Int32(row / 4 % 25 + 1) : Int32(row * 3 / 4)
    }
    let named = try ToyData.model(
      try ToyData.mixture(), on: Self.users(ids, of: 300_000))
    let gates = try GatesByField(of: named, by: "user", quantiles: 4, on: .test)
    #expect(gates.slices.count == 21)
    #expect(gates.slices.contains { $0.hasPrefix("other (29") })
  }

  @Test func untrainedModelIsDrawn() throws {
    let diagram = try ModelDiagram(of: try Self.model(Self.oneClass), on: .test).diagram
    #expect(diagram.title.contains("not trained") && diagram.subtitle?.contains("Shares") == false)
  }
}
