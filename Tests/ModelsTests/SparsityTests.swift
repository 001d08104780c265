import Engine
import Models
import Testing

/// The effect of SNR's penalty.
@Suite struct SparsityTests {
  /// Gates that are 0 after 200 steps: none without a penalty, and more with a larger one.
  @Test func gatesCloseAsThePenaltyGrows() throws {
    let closed = try ["0", "0.02", "1"].map { penalty -> Int in
      let model = try SmallKind(
        "snr --num-experts 3 --embedding-dim 4 --expert-hidden-units 6 5 --gate-learning-rate 0.05 "
          + "--gate-penalty \(penalty)"
      ).model()
      let plan = Plan(model.graph, capacity: 128)
      var optimizer = Optimizer(learningRate: 0.005)
      for seed in 1...200 {
        SmallData.fill(plan.batch, rows: 128, seed: UInt64(seed))
        try plan.step(&optimizer)
      }
      return model.gates.flatMap(\.values).count { $0 == 0 }
    }
    #expect(closed[0] < closed[1] && closed[1] < closed[2])
    #expect(closed[2] == 15)
  }
}
