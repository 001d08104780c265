import DataSets
package import Display
import Engine
import Models
import Training

/// What moved inside a model over training, as curves over the steps.
package struct CourseFigures {
  /// What is drawn.
  package enum Quantity: String, CaseIterable, Sendable {
    case losses
    case gates
    case virtualGradient = "virtual-gradient"
    case correlation
    case taskWeights = "task-weights"
    case conflict
  }

  /// Curves of one plot; of more, those that move most are drawn.
  private static let mostCurves = 8

  private let named: NamedModel
  private let course: Course
  private let tasks: [String]
  /// The products of the γ that scaled the gates' gradients, [points][tasks][gates].
  let factors: [[[Double]]]

  /// The course of a model that was trained in this session.
  package init(of named: NamedModel) {
    self.named = named
    course = named.trainer.history.course
    tasks = named.model.schema.tasks.map(\.name)
    factors = Self.factors(of: named.model, at: course.points)
  }

  /// The plots of a quantity.
  ///
  /// - Throws: `AnalysisError.notRecorded` where training noted nothing, or the model has nothing to note.
  package func figures(of quantity: Quantity) throws(AnalysisError) -> [Figure] {
    let figures =
      switch quantity {
      case .losses: LossPlot([LossCurve(of: named)]).figures
      case .gates: gates(course.points.map(\.gates), "Gates", "gate")
      case .virtualGradient: gates(factors, "Factors of the virtual gradient", "factor")
      case .correlation:
        plot(
          pairs(course.points.map { ($0.step, $0.correlation) }), "Correlation of a batch's labels",
          "correlation", "pair")
      case .taskWeights:
        plot(
          tasks.indices.map { task in
            (tasks[task], course.points.map { (Double($0.step), $0.taskWeights[task]) })
          }, "Task weights in the loss", "weight", "task")
      case .conflict:
        plot(
          pairs(course.conflicts.map { ($0.step, $0.cosines) }),
          "Cosine of the tasks' gradients on shared parameters", "cosine", "pair")
      }
    if figures.isEmpty {
      if named.trainer.isUntrained { throw .neverTrained(model: named.name) }
      throw .notRecorded(quantity.rawValue, model: named.name, kind: named.model.kindName)
    }
    return figures
  }

  /// Curves with a name each.
  private typealias Curves = [(name: String, points: [(x: Double, y: Double)])]

  /// One curve per pair of tasks.
  private func pairs(_ values: [(step: Int, matrix: [[Double]])]) -> Curves {
    tasks.indices.flatMap { other in
      (0..<other).map { one in
        (
          "\(tasks[one]) · \(tasks[other])",
          values.map { (Double($0.step), $0.matrix[one][other]) }.filter { $0.1.isFinite }
        )
      }
    }
  }

  private static func factors(of model: Model, at points: [Course.Point]) -> [[[Double]]] {
    // Gates of each row differ row by row, so their means have no factor.
    guard let scaling = model.gateScaling, model.gates.contains(where: { $0.role == .shared })
    else { return [] }
    return points.map {
      GateFactors(
        scaling.virtualGradient, on: scaling.target, gates: $0.gates, correlation: $0.correlation
      ).values
    }
  }

  /// One plot per task with a curve per gate; `values` are [points][tasks][gates].
  private func gates(_ values: [[[Double]]], _ what: String, _ yLabel: String) -> [Figure] {
    guard let first = values.first else { return [] }
    return first.indices.flatMap { task -> [Figure] in
      let names = gateNames(ofTask: task)
      let curves = first[task].indices.map { gate in
        (names[gate], zip(course.points, values).map { (Double($0.step), $1[task][gate]) })
      }
      return plot(curves, "\(what) of \(tasks[task])", yLabel, "expert", of: tasks[task])
    }
  }

  /// The names of a task's gates in the points of the course.
  func gateNames(ofTask task: Int) -> [String] {
    let records = named.model.records.filter {
      [.sharedGate, .rowGate, .connection].contains($0.role)
    }
    let names = task < records.count ? records[task].parts.map { GatePart($0).name } : []
    let count = course.points.first.map { $0.gates[task].count } ?? 0
    return (0..<count).map { $0 < names.count ? names[$0] : "gate \($0 + 1)" }
  }

  /// No plot without points; rows of a plot `of` a task hold its name, too.
  private func plot(
    _ curves: Curves, _ what: String, _ yLabel: String, _ key: String, of task: String? = nil
  ) -> [Figure] {
    let all = curves.filter { !$0.points.isEmpty }
    if all.isEmpty { return [] }
    func range(_ points: [(x: Double, y: Double)]) -> Double {
      (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
    }
    let ordered = all.indices.sorted { range(all[$0].points) > range(all[$1].points) }
    let shown = ordered.prefix(Self.mostCurves).sorted().map { all[$0] }
    let steps = Phrase.count(named.trainer.history.losses.count, "step")
    return [
      .linePlot(
        LinePlot(
          title: "\(what) · \(named.label) · \(steps)",
          subtitle: shown.count < all.count
            ? "The \(shown.count) of \(all.count) curves that move most." : nil,
          xLabel: "step", yLabel: yLabel,
          series: shown.map {
            LinePlot.Series(
              name: $0.name, names: (task.map { [("task", $0)] } ?? []) + [(key, $0.name)],
              points: $0.points)
          }, reading: reading(shown)))
    ]
  }

  private func reading(_ curves: Curves) -> String {
    let ends = curves.compactMap { curve -> String? in
      guard let first = curve.points.first?.y, let last = curve.points.last?.y else { return nil }
      if curve.points.count == 1 {
        return "\(curve.name) is \(NumberFormat.significant(3).text(first)) at the only step noted"
      }
      // As many digits as show a difference, six at most.
      let texts = (3...6).map { digits in
        [first, last].map(NumberFormat.significant(digits).text)
      }
      return texts.first { $0[0] != $0[1] }.map { "\(curve.name) from \($0[0]) to \($0[1])" }
        ?? "\(curve.name) stays at \(texts[0][1])"
    }
    return ends.joined(separator: "; ") + "."
  }
}
