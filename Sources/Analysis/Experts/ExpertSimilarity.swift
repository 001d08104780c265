package import DataSets
package import Display
import Engine
import Models
import Numbers
package import System

/// Whether tasks that are alike use the same experts: utilisation beside the labels' correlation.
package struct ExpertSimilarity: Sendable {
  package let tasks: [String]
  /// Pearson correlation of the labels, tasks × tasks; NaN where it is undefined.
  package let labels: [[Double]]
  /// Cosine of the tasks' shares of the experts, tasks × tasks.
  package let utilisation: [[Double]]
  private let look: Look

  /// Both similarities on a part of the model's data.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    guard named.model.schema.tasks.count > 1 else { throw AnalysisError.fewTasks }
    let use = try ExpertUse(of: named, on: part, interrupt: interrupt)
    look = try Look(at: part, of: named)
    tasks = use.tasks
    labels = LabelCorrelation.matrix(look.data.labels.map(look.values), .pearson)
    utilisation = use.shares.map { one in use.shares.map { Self.cosine(one, $0) } }
  }

  private static func cosine(_ a: [Double], _ b: [Double]) -> Double {
    func product(_ a: [Double], _ b: [Double]) -> Double {
      zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let lengths = (product(a, a) * product(b, b)).squareRoot()
    return lengths > 0 ? product(a, b) / lengths : .nan
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "Labels and expert utilisation · \(look.title)",
        subtitle:
          "labels: Pearson correlation; utilisation: cosine of two tasks' shares of the experts.",
        of: "similarity", rows: HeatMap.Axis("task", tasks),
        columns: HeatMap.Axis(
          "other", tasks + tasks,
          groups: ("of", tasks.map { _ in "labels" } + tasks.map { _ in "utilisation" })),
        values: zip(labels, utilisation).map { $0 + $1 }, decimals: 3, scale: .signed,
        reading: reading))
  }

  /// Rank correlation (Spearman's) of the two over the pairs of tasks; nil with fewer than three pairs.
  package var agreement: Double? {
    let pairs = tasks.indices.flatMap { one in
      (0..<one).map { (labels[one][$0], utilisation[one][$0]) }
    }.filter { $0.0.isFinite && $0.1.isFinite }
    if pairs.count < 3 { return nil }
    let value = CorrelationMeasure.pearson.correlation(
      of: Self.ranks(pairs.map(\.0)), and: Self.ranks(pairs.map(\.1)))
    return value.isNaN ? nil : value
  }

  /// Each value's rank, of equal ones their mean.
  private static func ranks(_ values: [Double]) -> [Float] {
    values.map { value in
      let (below, equal) = (values.count { $0 < value }, values.count { $0 == value })
      return Float(below) + Float(equal - 1) / 2
    }
  }

  private var reading: String {
    guard let agreement else {
      let first = TaskPair.all(names: tasks, values: labels).first
      let second = TaskPair.all(names: tasks, values: utilisation).first
      guard let first, let second else { return "No pair of tasks has both figures." }
      return "\(first.names): labels correlate by \(first.number), utilisation agrees by "
        + "\(second.number). Three tasks or more show whether the one follows the other."
    }
    let number =
      "rank correlation \(NumberFormat.signed(2).text(agreement)) over the pairs of tasks"
    switch agreement {
    case 0.5...: return "Utilisation follows the labels' correlation (\(number))."
    case ...(-0.5):
      return "Tasks that are alike use different experts (\(number))."
    default: return "Utilisation does not follow the labels' correlation (\(number))."
    }
  }
}
