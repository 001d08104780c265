package import DataSets
package import Display
import Models
import Numbers
package import System
import Training

/// A model's predictions over the base confidence of derived data: how well it follows each relation.
///
/// Kong et al., IJCNN 2023, Fig. 7.
package struct Confidence: Sendable {
  /// A derived task's points.
  package struct OfTask: Sendable {
    package let task: String
    /// Base confidence and prediction of the rows that are drawn.
    package let points: [(x: Double, y: Double)]
    /// The relation that made the labels, without noise.
    package let relation: [(x: Double, y: Double)]
    /// Explained variance R² of the labels over all rows.
    package let fit: Double?
  }

  package let tasks: [OfTask]
  private let look: Look
  private static let (mostRows, steps) = (400, 80)

  /// The predictions of `named`, whose data are derived, with confidences as labels.
  ///
  /// - Throws: `AnalysisError.noConfidences`, `.noData`, `.noRows`; `CancellationError` after an
  ///   interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    let data = try named.data()
    let schema = data.schema
    guard let base = schema.tasks.firstIndex(where: { $0.name == DerivedTasks.baseTask }),
      data.notes.contains(where: { if case .derived = $0 { true } else { false } }),
      schema.tasks.allSatisfy({ $0.kind == .regression })
    else { throw AnalysisError.noConfidences(source: data.source) }
    look = try Look(at: part, of: named)
    let scores = try TaskScores.all(of: named.model, look, interrupt)
    let confidence = look.values(data.labels[base])
    let shown = try RowSample.drawn(
      Array(0..<Int32(confidence.count)), most: Self.mostRows, seed: 1, interrupt)
    let (least, largest) = (Double(confidence.min() ?? 0), Double(confidence.max() ?? 0))
    let xs = (0...Self.steps).map { step in
      least + (largest - least) * Double(step) / Double(Self.steps)
    }
    tasks = scores.map { scores in
      let relation = DerivedTasks.Relation(rawValue: scores.task.name)
      return OfTask(
        task: scores.task.name,
        points: shown.map { (Double(confidence[Int($0)]), Double(scores.scores[Int($0)])) },
        relation: xs.map { x in
          (x, relation.map { DerivedTasks.value($0, x, noise: { 0 }) } ?? x)
        },
        fit: scores.explainedVariance)
    }
  }

  /// One plot per task.
  package var figures: [Figure] {
    tasks.map { task in
      .linePlot(
        LinePlot(
          title: "Prediction of \(task.task) over the base confidence · \(look.title)",
          subtitle: "line: the relation that made the labels     ring: a row's prediction",
          xLabel: "base confidence", yLabel: "prediction",
          series: [
            LinePlot.Series(
              name: "relation", names: Self.names(task, "relation"), points: task.relation),
            LinePlot.Series(
              name: "prediction", names: Self.names(task, "prediction"), points: task.points,
              mark: .ring),
          ], reading: Self.reading(task)))
    }
  }

  private static func names(_ task: OfTask, _ of: String) -> [(key: String, value: String)] {
    [("task", task.task), ("of", of)]
  }

  private static func reading(_ task: OfTask) -> String {
    guard let fit = task.fit else { return "The confidence of \(task.task) is constant." }
    return
      "The model explains \(NumberFormat.percent(1).text(fit)) of the variance of \(task.task)."
  }
}
