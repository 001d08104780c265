package import Training
import DataSets

/// Models beside each other, with differences from one of them.
package struct Comparison: Sendable {
  /// A model, evaluated once for each seed it was trained with.
  package struct Entry: Sendable {
    package let model: String
    package let kind: String
    /// In the order of the seeds, the same for all entries.
    package let evaluations: [Evaluation]
    /// nil where it is not known.
    package let parameters: Int?
    /// Of training, where they are known.
    package let seconds: Double?

    /// An entry with the figures as they were measured.
    package init(
      model: String, kind: String, evaluations: [Evaluation], parameters: Int?, seconds: Double?
    ) {
      self.model = model
      self.kind = kind
      self.evaluations = evaluations
      self.parameters = parameters
      self.seconds = seconds
    }
  }

  let entries: [Entry]
  let baseline: Entry?
  let source: String
  /// The metrics that some task has, in the order in which they were asked for.
  let metrics: [ComparisonMetric]
  /// The tasks that every model has, in the order of the first one's.
  let tasks: [Task]

  /// Compares models that were evaluated on the same rows of a data set called `source`.
  ///
  /// - Throws: `AnalysisError.unknownBaseline` if no entry has that name, `.noCommonTask` if no
  ///   task is one of every model.
  package init(
    _ entries: [Entry], baseline: String?, metrics: [ComparisonMetric] = ComparisonMetric.standard,
    source: String
  ) throws(AnalysisError) {
    let found = entries.first { $0.model == baseline }
    if let baseline, found == nil {
      throw .unknownBaseline(baseline, known: entries.map(\.model))
    }
    self.entries = entries
    self.baseline = found
    self.source = source
    let lists = entries.map { $0.evaluations.first?.tasks.map(\.task) ?? [] }
    let tasks = (lists.first ?? []).filter { task in lists.allSatisfy { $0.contains(task) } }
    if tasks.isEmpty, lists.contains(where: { !$0.isEmpty }) { throw .noCommonTask }
    self.tasks = tasks
    self.metrics = metrics.filter { metric in tasks.contains { metric.fits($0.kind) } }
  }

  /// Whether some model has more tasks than are compared.
  var leavesTasksOut: Bool {
    entries.contains { ($0.evaluations.first?.tasks.count ?? 0) > tasks.count }
  }

  var seeds: Int { entries.map(\.evaluations.count).max() ?? 0 }

  /// The tasks, then their mean.
  var subjects: [ComparisonSubject] {
    tasks.map { .task($0) } + (tasks.count > 1 ? [.mean(tasks)] : [])
  }

  /// A metric's values across seeds.
  func sample(_ metric: ComparisonMetric, _ subject: ComparisonSubject, _ entry: Entry) -> Sample {
    Sample(entry.evaluations.map { subject.value(of: metric, in: $0) })
  }

  /// Differences from the baseline, seed by seed, so that what a seed does to both models cancels.
  ///
  /// nil without a baseline, and for itself.
  func difference(
    _ metric: ComparisonMetric, _ subject: ComparisonSubject, _ entry: Entry
  ) -> Sample? {
    guard let baseline, baseline.model != entry.model else { return nil }
    let pairs = zip(entry.evaluations, baseline.evaluations).map { mine, other in
      (subject.value(of: metric, in: mine), subject.value(of: metric, in: other))
    }
    let differences = pairs.map { mine, other in mine.flatMap { mine in other.map { mine - $0 } } }
    let largest = pairs.flatMap { [$0.0, $0.1] }.compactMap { $0?.magnitude }.max() ?? 0
    // Losses are rounded in their own unit, shares and correlations beside 1.
    let unit = metric.isLargerBetter ? max(1, largest) : largest
    return Sample(differences, rounding: 1e-12 * unit)
  }

  /// More seeds, where a difference may be chance.
  package var advice: Advice? {
    entries.count > 1 && seeds == 1 && ComparisonReading(self).text != nil ? .moreSeeds : nil
  }
}
