import DataSets
import Engine
import Models
import Testing
import Training

/// Statistics over rows, compared with sums over the batches' values.
@Suite struct ObservationTests {
  @Test func meansAndDeviationsAreThoseOfTheRows() throws {
    let data = SmallTask.data()
    let trainer = Trainer(try SmallTask.model(["dephn", "--gate", "mapping"]), data)
    _ = try trainer.train(SmallTask.options())
    let observation = try Observation(trainer.model, data, on: .test)
    #expect(observation.rows == 100)
    let record = try #require(observation[.rowGate, 1])
    #expect(record.mean.count == 6 && abs(record.mean.reduce(0, +) - 1) < 1e-6)
    var rows: [[Double]] = []
    try Prediction(trainer.model, data, batchSize: 33).forEachBatch(data.split.test) { plan in
      for row in 0..<plan.batch.rows {
        let values = plan.row(row, of: record.record.value)
        rows.append((0..<6).map { Double(values[record.record.offset + $0]) })
      }
    }
    for column in 0..<6 {
      let mean = rows.reduce(0) { $0 + $1[column] } / 100
      let variance = rows.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) } / 100
      #expect(abs(record.mean[column] - mean) < 1e-12)
      #expect(abs(record.deviation[column] - variance.squareRoot()) < 1e-9)
    }
    let entropy = try #require(record.entropy)
    #expect(entropy > 0 && entropy <= 1)
  }

  /// The contributions to a public logit add up to it.
  @Test func contributionsAddUpToThePublicLogit() throws {
    let data = SmallTask.data()
    let model = try SmallTask.model(["dephn"])
    let observation = try Observation(model, data, on: .validation)
    for task in 0..<2 {
      let parts = try #require(observation[.contribution, task])
      let logit = try #require(observation[.publicLogit, task])
      #expect(abs(parts.mean.reduce(0, +) - logit.mean[0]) < 1e-6)
      #expect(parts.record.parts.map(\.mapping) == ["raw", "sin", "raw", "sin", "raw", "sin"])
      #expect(observation[.sharedGate, task]?.mean == Array(repeating: 1, count: 6))
    }
  }
}
