import Analysis
import DataSets
import Display
import Models
import TestSupport
import Testing
import Training

@Suite struct HistoryTests {
  /// 300 steps of two tasks, losses that fall by fractions that every machine writes alike.
  static func curve(_ name: String, from start: Double) -> LossCurve {
    LossCurve(
      name: name, tasks: ["income", "married"],
      losses: (0..<300).map { step in
        let fall = 1 / (1 + Double(step) / 50)
        return [0.25 + start * fall, 0.125 + start * fall]
      },
      validation: [(100, [0.5, 0.375]), (200, [0.4375, 0.3125]), (300, [0.4375, 0.375])],
      bestEpoch: 2)
  }

  @Test func pointsAreMeansOfSteps() throws {
    let figures = LossPlot([Self.curve("m (dephn)", from: 0.5)]).figures
    guard case .linePlot(let plot)? = figures.first else {
      Issue.record("no plot")
      return
    }
    // 300 steps in windows of 4 are 75 points; the first is the mean of steps 1 to 4 at 2.5.
    #expect(plot.series[0].points.count == 75)
    #expect(plot.series[0].points[0].x == 2.5)
    let steps: [Double] = (0..<4).map { 0.1875 + 0.5 / (1 + Double($0) / 50) }
    let first = steps.reduce(0, +) / 4
    #expect(abs(plot.series[0].points[0].y - first) < 1e-12)
    #expect(plot.series[1].points.map(\.y) == [0.4375, 0.375, 0.40625])
    #expect(plot.xTicks == [0, 100, 200, 300])
    #expect(figures.count == 2)
  }

  @Test func figures() {
    let one = Self.curve("m (dephn)", from: 0.5)
    let other = Self.curve("moe (mmoe)", from: 0.25)
    expectGolden(GateTests.text(LossPlot([one]).figures), "history.txt")
    expectGolden(GateTests.text(LossPlot([one, other]).figures), "histories.txt")
  }

  @Test func trainedModels() throws {
    let named = try ToyData.model(try ToyData.sharedBottom())
    #expect(
      LossPlot([LossCurve(of: named)]).figures.map(\.plainText) == [
        "m (shared-bottom): not trained in this session."
      ])
    var options = TrainingOptions.standard
    options.epochs = 2
    options.batchSize = 16
    _ = try named.trainer.train(options)
    let curve = LossCurve(of: named)
    // 48 training rows are three batches an epoch.
    #expect(curve.losses.count == 6 && curve.validation.map(\.step) == [3, 6])
    let evaluation = try named.trainer.evaluate(.validation)
    #expect(curve.validation[1].losses.count == 2)
    #expect(evaluation.tasks.allSatisfy { $0.loss.isFinite })
  }

  @Test func summaries() throws {
    let named = try ToyData.model(try ToyData.dephn())
    let summary = try ModelSummary(named)
    let counts = summary.parameters[column: "parameters"]?.compactMap(\.value) ?? []
    #expect(counts.last == Double(named.model.parameters.count))
    #expect(counts.dropLast().reduce(0, +) == counts.last)
    expectGolden(GateTests.text(summary.figures), "model-summary.txt")
  }
}
