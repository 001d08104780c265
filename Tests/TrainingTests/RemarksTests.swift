import ArgumentParser
import DataSets
import Models
import Testing
import Training

/// What a person is told before training.
@Suite struct RemarksTests {
  private func remarks(
    _ words: [String] = ["mmoe"], in spaces: [SampleSpace] = [],
    _ change: (inout DataSet) -> Void
  ) throws -> [String] {
    var data = SmallTask.data()
    change(&data)
    let type = try #require(modelKinds.first { $0.name == words[0] })
    let model = try Model(type.parse(Array(words.dropFirst())), schema: data.schema, seed: 1)
    return model.remarks + Trainer(model, data).remarks(in: spaces)
  }

  @Test func soundDataNeedNone() throws {
    #expect(try remarks { _ in } == [])
    #expect(try remarks(["esmm"]) { _ in } == [])
    #expect(try remarks(["dnn"]) { $0 = oneTask($0) } == [])
  }

  private func oneTask(_ data: DataSet) -> DataSet {
    var data = data
    data.schema.tasks.removeLast()
    data.labels.removeLast()
    return data
  }

  @Test func labelsThatTellNothing() throws {
    let none = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in 0 }) }
    #expect(
      none == [
        "'buy' has no positive in training (400 rows): it can only learn to say no, and has no AUC."
      ])
    let all = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in 1 }) }
    #expect(all.first?.hasPrefix("'buy' has no negative in training (400 rows)") == true)
    let missing = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in .nan }) }
    #expect(missing == ["No training row has a label of 'buy': nothing is learned of it."])
    // Who bought had clicked: within that sample space a click tells nothing.
    let space = [SampleSpace(task: "click", label: "buy")]
    #expect(try remarks(in: space) { _ in }.first?.hasPrefix("'click' has no negative") == true)
    let constant = try remarks {
      $0.schema.tasks[1].kind = .regression
      $0.labels[1] = Values($0.labels[1].map { _ -> Float in 2.5 })
    }
    #expect(
      constant == ["All 400 training rows of 'buy' have the label 2.5: there is nothing to learn."])
  }

  @Test func nothingToChooseBy() throws {
    #expect(
      try remarks { $0.split.validation = [] } == [
        "There are no validation rows, so no epoch can be chosen as the best: the last one's weights "
          + "are kept."
      ])
  }

  @Test func twins() throws {
    let found = try remarks { $0.labels[1] = $0.labels[0] }
    #expect(found == ["'click' and 'buy' have the same label in every training row."])
  }

  @Test func oneTaskForManyAtOnce() throws {
    #expect(
      try remarks { $0 = oneTask($0) } == [
        "There is one task, 'click', and mmoe is a multi-task model: nothing is shared. `build dnn` "
          + "is the plain one."
      ])
  }

  @Test func eventsOutOfOrder() throws {
    let change: (inout DataSet) -> Void = { $0.labels.swapAt(0, 1) }
    let found = try remarks(["aitm"], change)
    #expect(
      found.count == 1 && found[0].hasSuffix("aitm takes each task for a part of the one before."))
    #expect(try remarks(["mmoe"], change) == [])
  }

  /// A regression task is no event.
  @Test func aFunnelNeedsEvents() throws {
    #expect(throws: ModelError.notBinary(task: "buy")) {
      try remarks(["esmm"]) { $0.schema.tasks[1].kind = .regression }
    }
  }
}
