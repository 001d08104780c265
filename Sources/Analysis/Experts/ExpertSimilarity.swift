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
  /// Whether no share of an expert differs between tasks by as much as is printed.
  private let areSharesAlike: Bool
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
    areSharesAlike = use.shares.allSatisfy { shares in
      zip(shares, use.shares[0]).allSatisfy { ($0 - $1).magnitude < 0.0005 }
    }
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
        hasOwnCells: true, reading: reading))
  }

  /// Rank correlation (Spearman's) of the two over the pairs of tasks, and how often tasks in another
  /// order have one as large; nil with fewer than three pairs.
  ///
  /// Pairs that share a task depend on each other, so the test hands the tasks' labels around (Mantel,
  /// Cancer Research, 1967). Three tasks have six orders: whatever they say may be chance.
  package var agreement: (correlation: Double, chance: Double)? {
    /// The rank correlation if task i had the labels of task `order[i]`.
    func correlation(_ order: [Int]) -> Double? {
      let pairs = tasks.indices.flatMap { one in
        (0..<one).map { (labels[order[one]][order[$0]], utilisation[one][$0]) }
      }.filter { $0.0.isFinite && $0.1.isFinite }
      if pairs.count < 3 { return nil }
      // Ranked anew, since without an undefined label each order has other pairs.
      return Ranking(pairs.map(\.0)).correlation(with: Ranking(pairs.map(\.1)))
    }
    guard let value = correlation(tasks.indices.map { $0 }) else { return nil }
    var stream = RandomStream(seed: 1, purpose: "orders of tasks")
    let draws = 999
    let extreme = (0..<draws).count { _ in
      var order = tasks.indices.map { $0 }
      stream.shuffle(&order)
      return (correlation(order) ?? 0).magnitude >= value.magnitude - 1e-9
    }
    return (value, Double(extreme + 1) / Double(draws + 1))
  }

  private var reading: String {
    if areSharesAlike { return "All tasks use the experts alike." }
    guard let agreement else {
      let first = TaskPair.all(names: tasks, values: labels).first
      let second = TaskPair.all(names: tasks, values: utilisation).first
      guard let first, let second else { return "No pair of tasks has both figures." }
      return "\(first.names): labels correlate by \(first.number), utilisation agrees by "
        + "\(second.number). Three tasks or more show whether the one follows the other."
    }
    let number =
      "rank correlation \(NumberFormat.signed(2).text(agreement.correlation)) over the pairs of "
      + "tasks, p = \(NumberFormat.fixed(2).text(agreement.chance)) over orders of the tasks"
    if agreement.chance >= 0.05 {
      return "Utilisation and the labels' correlation agree no better than by chance (\(number))."
    }
    return agreement.correlation > 0
      ? "Utilisation follows the labels' correlation (\(number))."
      : "Tasks that are alike use different experts (\(number))."
  }
}
