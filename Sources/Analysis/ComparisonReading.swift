import DataSets
import Display
import Numbers

/// The sentences below a comparison: who is best, what each task gains and loses, what chance is.
struct ComparisonReading {
  private let comparison: Comparison

  init(_ comparison: Comparison) { self.comparison = comparison }

  var text: String? {
    guard comparison.entries.count > 1 else { return nil }
    let highest = comparison.metrics.compactMap(best)
    guard !highest.isEmpty else { return nil }
    let caution =
      comparison.seeds > 1 ? nil : "With one seed, a small difference may be chance."
    return (highest + [seesaw, othersBeyondChance, tests, caution].compactMap { $0 }).joined(
      separator: " ")
  }

  private func best(_ metric: ComparisonMetric) -> String? {
    guard let whole = comparison.subjects.last else { return nil }
    let values = comparison.entries.compactMap { entry in
      comparison.sample(metric, whole, entry).mean.map { (entry.model, $0) }
    }
    let order = values.sorted { metric.isLargerBetter ? $0.1 > $1.1 : $0.1 < $1.1 }
    guard let first = order.first, values.count > 1 else { return nil }
    let which = metric.isLargerBetter ? "Highest" : "Lowest"
    let mean = comparison.tasks.count > 1 ? "mean " : ""
    return "\(which) \(mean)\(metric.header): \(first.0) (\(metric.format.text(first.1)))."
  }

  /// What one task of one model gains over the baseline: positive is better.
  private struct Gain {
    let model: String
    let task: String
    let amount: Double
    let format: NumberFormat
    let isBeyondChance: Bool?

    /// The amount without its sign.
    var text: String { format.text(amount.magnitude) }

    /// Whether it would be seen, and is more than chance where that is known.
    var counts: Bool { text.contains { ("1"..."9").contains($0) } && isBeyondChance != false }
  }

  /// What tasks gain and lose in AUC, or in MSE for regressions.
  private var gains: [Gain] {
    comparison.tasks.flatMap { task -> [Gain] in
      let metric = Self.leading(task)
      return comparison.entries.compactMap { entry -> Gain? in
        guard comparison.metrics.contains(metric),
          let difference = comparison.difference(metric, .task(task), entry),
          let mean = difference.mean
        else { return nil }
        return Gain(
          model: entry.model, task: task.name, amount: metric.isLargerBetter ? mean : -mean,
          format: metric.format.beside(figure(metric, .task(task), entry)),
          isBeyondChance: difference.isBeyondChance)
      }
    }
  }

  /// Whose differences are written, and so how.
  private func figure(
    _ metric: ComparisonMetric, _ subject: ComparisonSubject, _ entry: Comparison.Entry
  ) -> Double {
    comparison.sample(metric, subject, entry).mean ?? 0
  }

  /// The metric of a task's gains and losses.
  private static func leading(_ task: Task) -> ComparisonMetric {
    task.kind == .binary ? .auc : .mse
  }

  /// Where a task's leading metric does not differ beyond chance, the others that do, such as "logloss of
  /// buy in m (+0.0255)".
  private var othersBeyondChance: String? {
    let found = comparison.tasks.flatMap { task in
      comparison.metrics.flatMap { metric in
        comparison.entries.compactMap { entry -> String? in
          func difference(_ metric: ComparisonMetric) -> Sample? {
            comparison.difference(metric, .task(task), entry)
          }
          guard difference(Self.leading(task))?.isBeyondChance != true,
            let difference = difference(metric), difference.isBeyondChance == true,
            let mean = difference.mean
          else { return nil }
          let amount = metric.format.ofDifferences(
            from: figure(metric, .task(task), entry)
          ).text(mean)
          return "\(metric.header) of \(task.name) in \(entry.model) (\(amount))"
        }
      }
    }
    if found.isEmpty { return nil }
    let list = found.count > 4 ? found.prefix(3) + ["\(found.count - 3) more"] : found[...]
    return "Beyond chance: \(Phrase.list(Array(list)))."
  }

  /// Which tasks gain and which lose: the seesaw, where a model does both.
  private var seesaw: String? {
    let gains = self.gains
    guard comparison.tasks.count > 1, !gains.isEmpty else { return nil }
    let counted = gains.filter(\.counts)
    let isSeesaw = comparison.entries.contains { entry in
      let own = counted.filter { $0.model == entry.model }
      return own.contains { $0.amount > 0 } && own.contains { $0.amount < 0 }
    }
    let sentences = comparison.tasks.compactMap { task in
      sentence(of: task.name, gains.filter { $0.task == task.name })
    }
    if sentences.isEmpty {
      if comparison.seeds == 1 { return nil }
      let metrics = comparison.tasks.map { Self.leading($0).header }.uniqued()
      return "No task's \(metrics.joined(separator: " or ")) differs beyond chance."
    }
    return (isSeesaw ? "Seesaw: " : "") + sentences.joined(separator: "; ") + "."
  }

  /// "like loses in all 4 models, 0.0700 to 0.1000, beyond chance".
  private func sentence(of task: String, _ all: [Gain]) -> String? {
    let parts = [
      ("gains", all.filter { $0.counts && $0.amount > 0 }),
      ("loses", all.filter { $0.counts && $0.amount < 0 }),
    ]
    .filter { !$0.1.isEmpty }.map { verb, gains in
      "\(verb) \(models(gains, of: all))\(amounts(gains))"
    }
    return parts.isEmpty ? nil : "\(task) \(parts.joined(separator: " and "))"
  }

  private func models(_ gains: [Gain], of all: [Gain]) -> String {
    if gains.count == all.count {
      return all.count == 1 ? "in \(gains[0].model)" : "in all \(all.count) models"
    }
    return "in \(Phrase.list(gains.map(\.model)))"
  }

  private func amounts(_ gains: [Gain]) -> String {
    let sorted = gains.sorted { $0.amount.magnitude < $1.amount.magnitude }
    guard let least = sorted.first, let most = sorted.last else { return "" }
    let range = sorted.count == 1 ? most.text : "\(least.text) to \(most.text)"
    let verdict = gains.allSatisfy { $0.isBeyondChance == true } ? ", beyond chance" : ""
    return " (\(range)\(verdict))"
  }

  /// The paired test of the mean of all tasks, of each model.
  private var tests: String? {
    guard let whole = comparison.subjects.last, let metric = comparison.metrics.first,
      let baseline = comparison.baseline
    else { return nil }
    let results = comparison.entries.compactMap { entry -> String? in
      guard let difference = comparison.difference(metric, whole, entry),
        let mean = difference.mean, let p = difference.pValue
      else { return nil }
      let format = metric.format.ofDifferences(from: figure(metric, whole, entry))
      let shown = p < 0.001 ? "p < 0.001" : "p = \(NumberFormat.fixed(3).text(p))"
      return "\(entry.model) \(format.text(mean)) (\(shown))"
    }
    if results.isEmpty { return nil }
    let mean = comparison.tasks.count > 1 ? "mean " : ""
    return "Paired t test of \(mean)\(metric.header) against \(baseline.model): "
      + results.joined(separator: ", ") + "."
  }
}
