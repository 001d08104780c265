import Numbers

package import Display

/// Loss curves of one model or several, a panel each.
package struct LossPlot: Sendable {
  private let curves: [LossCurve]

  /// The curves in the order in which they are drawn.
  package init(_ curves: [LossCurve]) { self.curves = curves }

  /// The mean over the tasks, then each task: of one model in one figure, of several in one per task.
  package var figures: [Figure] {
    guard curves.contains(where: { !$0.losses.isEmpty }) else {
      return [.text("\(Phrase.list(curves.map(\.name))): not trained in this session.")]
    }
    guard let first = curves.first, curves.contains(where: { $0.tasks.count > 1 }) else {
      return [means]
    }
    if curves.count == 1 { return [means, tasks(of: first)] }
    return [means] + allTasks.map(comparison)
  }

  /// The tasks of all curves, each once.
  private var allTasks: [String] { curves.flatMap(\.tasks).uniqued() }

  /// One task's curves of all models that have it.
  private func comparison(of task: String) -> Figure {
    let having = curves.compactMap { curve in
      curve.tasks.firstIndex(of: task).map { (curve: curve, index: $0) }
    }
    let ends = having.compactMap { curve, index in
      curve.training(task: index).last.map {
        "\(curve.name) \(NumberFormat.anyScale.text($0.y))"
      }
    }
    return .linePlot(
      LinePlot(
        title: "Loss of \(task) · \(having.map(\.curve.name).joined(separator: ", ")) · \(steps)",
        subtitle: Self.explanation(having.map(\.curve)), xLabel: "step", yLabel: "loss",
        series: having.flatMap { series($0.curve, task: $0.index, prefix: $0.curve.name) },
        xTicks: marks, reading: "Training loss at the end: \(Phrase.list(ends))."))
  }

  private var means: Figure {
    let names = curves.map(\.name).joined(separator: ", ")
    let isMean = curves.contains { $0.tasks.count > 1 }
    return .linePlot(
      LinePlot(
        title: "Loss\(isMean ? ", mean of the tasks" : "") · \(names) · \(steps)",
        subtitle: curves.count > 1 ? Self.explanation(curves) : nil, xLabel: "step", yLabel: "loss",
        series: curves.flatMap { series($0, task: nil, prefix: curves.count > 1 ? $0.name : nil) },
        xTicks: marks, reading: curves.map(reading).joined(separator: "\n")))
  }

  private func tasks(of curve: LossCurve) -> Figure {
    .linePlot(
      LinePlot(
        title: "Loss of each task · \(curve.name) · \(steps)",
        subtitle: Self.explanation([curve]), xLabel: "step", yLabel: "loss",
        series: curve.tasks.indices.flatMap { series(curve, task: $0, prefix: curve.tasks[$0]) },
        xTicks: marks, reading: taskReading(curve)))
  }

  /// What the points of several panels are.
  private static func explanation(_ curves: [LossCurve]) -> String {
    "train: \(window(curves)); validation: at the end of an epoch."
  }

  private static func window(_ curves: [LossCurve]) -> String {
    let windows = Set(curves.map(\.window)).sorted()
    if windows == [1] { return "each step" }
    return "mean of \(windows.map { "\($0)" }.joined(separator: " or ")) steps"
  }

  private var steps: String {
    let most = curves.map(\.losses.count).max() ?? 0
    let epochs = curves.map(\.validation.count).max() ?? 0
    return Phrase.count(most, "step") + (epochs > 0 ? ", \(Phrase.count(epochs, "epoch"))" : "")
  }

  private func series(_ curve: LossCurve, task: Int?, prefix: String?) -> [LinePlot.Series] {
    let train = prefix.map { "\($0), train" } ?? "train, \(Self.window([curve]))"
    let validation = prefix.map { "\($0), validation" } ?? "validation, end of an epoch"
    let rings = curve.validated(task: task)
    func names(_ rows: String) -> [(key: String, value: String)] {
      [
        ("model", curve.model),
        ("task", curve.tasks.count == 1 ? curve.tasks[0] : task.map { curve.tasks[$0] } ?? "mean"),
        ("rows", rows),
      ]
    }
    let line = LinePlot.Series(
      name: train, names: names("train"), points: curve.training(task: task))
    return rings.isEmpty
      ? [line]
      : [
        line,
        LinePlot.Series(
          name: validation, names: names("validation"), points: rings, mark: .ring),
      ]
  }

  /// The ends of epochs, if they are the same for all curves and few.
  private var marks: [Double]? {
    let ends = curves.map { $0.validation.map(\.step) }
    guard let first = ends.first, ends.allSatisfy({ $0 == first }), (1...6).contains(first.count)
    else { return nil }
    return [0] + first.map(Double.init)
  }

  private func reading(_ curve: LossCurve) -> String {
    let number = NumberFormat.anyScale
    var parts: [String] = []
    if let last = curve.training(task: nil).last { parts.append("train \(number.text(last.y))") }
    let validated = curve.validated(task: nil)
    if let best = curve.bestEpoch, validated.indices.contains(best - 1) {
      parts.append("validation \(number.text(validated[best - 1].y))")
      parts.append("best epoch \(best) of \(validated.count)")
    }
    return (curves.count > 1 ? "\(curve.name): " : "") + parts.joined(separator: "   ")
  }

  private func taskReading(_ curve: LossCurve) -> String {
    let falls = curve.tasks.indices.compactMap { task -> String? in
      let points = curve.training(task: task)
      guard let first = points.first, let last = points.last else { return nil }
      let number = NumberFormat.anyScale
      return "\(curve.tasks[task]) from \(number.text(first.y)) to \(number.text(last.y))"
    }
    return "Training loss: \(falls.joined(separator: "; "))."
  }
}
