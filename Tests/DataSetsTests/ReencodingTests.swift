import DataSets
import Testing

/// Reading rows with the schema of a saved model.
@Suite struct ReencodingTests {
  private let colors = ["red", "blue", "green", "red", "blue", "red"]

  private func dataSet(train: [Int32], features: [String] = ["color", "size"]) throws -> DataSet {
    var words: [String] = []
    let codes = colors.map { color in
      if !words.contains(color) { words.append(color) }
      return Int32(words.firstIndex(of: color) ?? 0)
    }
    let all = [
      RawFeature(name: "color", codes: codes, words: words),
      RawFeature(name: "size", numbers: [1, 2, .nan, 4, 1_000, -3]),
    ]
    return try DataSet(
      source: "test", fitting: all.filter { features.contains($0.name) },
      tasks: [Task(name: "a"), Task(name: "b", kind: .regression)],
      labels: [[0, 1, 0, 1, 0, 1], [0, 1, 2, 3, 4, 5]],
      split: Split(train: train, validation: [], test: (0..<6).filter { !train.contains($0) }),
      notes: [], options: "")
  }

  @Test func vocabularyComesFromTrainingRowsMoreFrequentFirst() throws {
    let data = try dataSet(train: [0, 1, 3])
    #expect(data.vocabulary("color") == ["red", "blue"])
    #expect(data.ids("color") == [1, 2, 3, 1, 2, 1])
    #expect(data.strangers.map(\.strings) == [["green"], []])
    #expect(data.statistics[0].unseen == 1 && data.statistics[0].unseenWords == 1)
  }

  @Test func wordsThatOnlyTheModelKnowsKeepTheirIds() throws {
    let model = try dataSet(train: [1, 2, 4]).schema
    #expect(model.features[0].kind == .categorical(vocabulary: ["blue", "green"]))
    let data = try dataSet(train: [0, 1, 3]).encoded(for: model)
    #expect(data.schema == model)
    #expect(data.ids("color") == [3, 1, 2, 3, 1, 3])
    #expect(data.strangers[0].strings == ["red"])
    let back = try data.encoded(for: dataSet(train: [0, 1, 3]).schema)
    #expect(back.ids("color") == [1, 2, 3, 1, 2, 1])
  }

  @Test func numbersGoThroughTheModelsTransform() throws {
    var model = try dataSet(train: [0, 1, 3]).schema
    model.features[1].kind = .numeric(
      NumericTransform(takesLogarithm: false, mean: 2, deviation: 0.5))
    let data = try dataSet(train: [0, 1, 3]).encoded(for: model)
    #expect(data.numbers("size").transformed == [-2, 0, 0, 4, 5, -5])
    #expect(data.numbers("size").raw[4] == 1_000)
  }

  @Test func modelMayAskForLessInAnotherOrder() throws {
    let whole = try dataSet(train: [0, 1, 3])
    let model = Schema(
      features: whole.schema.features.reversed(), tasks: [Task(name: "b", kind: .regression)])
    let data = try whole.encoded(for: model)
    #expect(data.labels.map { Array($0) } == [[0, 1, 2, 3, 4, 5]])
    #expect(data.ids("color") == whole.ids("color"))
    #expect(data.fingerprint == whole.fingerprint && data.split == whole.split)
  }

  @Test func whatIsMissingIsNamed() throws {
    let whole = try dataSet(train: [0, 1, 3])
    let poor = try dataSet(train: [0, 1, 3], features: ["size"])
    let error = dataError { try poor.encoded(for: whole.schema) }
    #expect(error?.fault == .unknown(.modelFeature, "color", known: ["size"]))
    var other = whole.schema
    other.tasks[0].name = "c"
    #expect(
      dataError { try whole.encoded(for: other) }?.fault
        == .unknown(.modelTask, "c", known: whole.schema.tasks.map(\.name)))
    other = whole.schema
    other.tasks[1].kind = .binary
    #expect(
      dataError { try whole.encoded(for: other) }?.fault
        == .mismatch(.task("b", inData: .regression, inModel: .binary)))
    other = whole.schema
    other.features[1].kind = .categorical(vocabulary: [])
    #expect(
      dataError { try whole.encoded(for: other) }?.fault
        == .mismatch(.feature("size", inData: .numeric, inModel: .categorical)))
    other.features[0].kind = .numeric(
      NumericTransform(takesLogarithm: false, mean: 0, deviation: 1))
    #expect(
      dataError { try whole.encoded(for: other) }?.fault
        == .mismatch(.feature("color", inData: .categorical, inModel: .numeric)))
  }
}
