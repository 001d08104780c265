import ArgumentParser
import DataSets
import Models
import Testing
import Training

/// Remarks before training.
@Suite struct RemarksTests {
  private func remarks(
    _ words: [String] = ["mmoe"], in spaces: [SampleSpace] = [],
    _ change: (inout DataSet) -> Void
  ) throws -> [Remark] {
    var data = SmallTask.data()
    change(&data)
    let type = try #require(modelKinds.first { $0.name == words[0] })
    let model = try Model(type.parse(Array(words.dropFirst())), schema: data.schema, seed: 1)
    return model.remarks + Trainer(model, data).remarks(in: spaces)
  }

  @Test func soundDataHaveNoRemarks() throws {
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

  @Test func labelsWithoutInformation() throws {
    let none = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in 0 }) }
    #expect(none == [.oneLabel(task: "buy", kind: .binary, label: 0, rows: 400)])
    let all = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in 1 }) }
    #expect(all.first == .oneLabel(task: "buy", kind: .binary, label: 1, rows: 400))
    let missing = try remarks { $0.labels[1] = Values($0.labels[1].map { _ -> Float in .nan }) }
    #expect(missing == [.noLabel(task: "buy")])
    // Everybody who bought had clicked, so within that sample space clicks carry no information.
    let space = [SampleSpace(task: "click", label: "buy")]
    guard case .oneLabel("click", .binary, 1, _) = try remarks(in: space, { _ in }).first else {
      Issue.record("no remark on click")
      return
    }
    let constant = try remarks {
      $0.schema.tasks[1].kind = .regression
      $0.labels[1] = Values($0.labels[1].map { _ -> Float in 2.5 })
    }
    #expect(constant == [.oneLabel(task: "buy", kind: .regression, label: 2.5, rows: 400)])
  }

  @Test func nothingToChooseBy() throws {
    #expect(try remarks { $0.split.validation = [] } == [.noValidationRows])
  }

  @Test func twins() throws {
    let found = try remarks { $0.labels[1] = $0.labels[0] }
    #expect(found == [.sameLabels("click", "buy")])
  }

  @Test func oneTaskForManyAtOnce() throws {
    #expect(
      try remarks { $0 = oneTask($0) } == [.nothingShared(task: "click", kind: "mmoe")])
  }

  @Test func eventsOutOfOrder() throws {
    let change: (inout DataSet) -> Void = { $0.labels.swapAt(0, 1) }
    let found = try remarks(["aitm"], change)
    guard case .outOfOrder("buy", "click", let rows, "aitm") = found.first else {
      Issue.record("\(found)")
      return
    }
    #expect(found.count == 1 && (1...400).contains(rows))
    #expect(try remarks(["mmoe"], change) == [])
  }

  /// A regression task is not an event.
  @Test func aFunnelNeedsEvents() throws {
    #expect(throws: ModelError.notBinary(task: "buy")) {
      try remarks(["esmm"]) { $0.schema.tasks[1].kind = .regression }
    }
  }
}
