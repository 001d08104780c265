import Analysis
import ArgumentParser
import DataSets
import Display
import Options
import Training

/// The relation of the tasks that `derive` makes; one type per subcommand.
protocol DerivedRelation: Sendable {
  static var relation: DerivedTasks.Relation { get }
  static var summary: String { get }
  /// Lines that make sense for this relation alone.
  static var furtherExamples: [Example] { get }
}

/// Tasks whose confidences correlate strongly.
enum RelatedTasks: DerivedRelation {
  static let relation = DerivedTasks.Relation.related
  static let summary =
    "Two artificial tasks on real features, with strongly correlated confidences."
  static let furtherExamples: [Example] = []
}

/// Tasks whose confidences correlate weakly.
enum UnrelatedTasks: DerivedRelation {
  static let relation = DerivedTasks.Relation.unrelated
  static let summary = "Two artificial tasks on real features, with weakly correlated confidences."
  static let furtherExamples = [
    Example(
      "d = derive unrelated adult --task income --deviation 20",
      "Labels that hardly correlate either.")
  ]
}

/// Makes a data set with two artificial tasks on the features of another.
struct Derive<Kind: DerivedRelation>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "derive \(Kind.relation.rawValue)", abstract: Kind.summary)
  }
  static var group: CommandGroup { .data }
  static var examples: [Example] {
    [
      Example(
        "d = derive \(Kind.relation.rawValue) adult --task income",
        "Two tasks: base and \(Kind.relation.rawValue).")
    ] + Kind.furtherExamples
  }
  static var makes: ValueKind? { .data }
  static var paper: String? {
    "Kong et al., DEPHN, IJCNN 2023, Sec. IV-A (Criteo-R and Criteo-UR), for any data set. In the paper "
      + "the confidences of the two tasks correlate by 0.99 (related) and 0.53 (unrelated). Related tasks "
      + "reach that on any data. Unrelated ones rise with the base score a up to |a| = π/2 and fall "
      + "beyond, so their correlation depends on its distribution: 0.60 if a is normal, 0.76 for "
      + "income in adult. Their labels still correlate, by 0.94 if a is normal. A larger --deviation of a "
      + "parts them: 4 gives confidences that correlate by 0.00 and labels by 0.32, 20 labels by 0.06."
  }

  @Argument(help: "Data set whose features and split to use.") var base: DataName
  @Option(help: "Binary task that the base confidence is fitted to.") var task: String
  @Flag(help: "Keeps the confidences themselves as labels, for regression.") var confidences = false
  @Option(help: "Standard deviation of the base confidence a, whose mean is -1.")
  var deviation = 1.0
  @Option(help: "Seed of the network and the noise.") var seed: UInt64 = 1

  func validate() throws { try Bounds(0.01...1000).check("deviation", deviation) }

  func run(in session: Session) throws -> Output {
    let data = try session.data(base, for: "derive \(Kind.relation.rawValue)")
    guard data.schema.tasks.first(where: { $0.name == task })?.kind != .regression else {
      throw Complaint(.data, "Task '\(task)' is not binary.", about: task)
    }
    let line = ProgressLine("derive · fitting \(task)", in: session.sink)
    defer { line.finish() }
    let derived = try DerivedTasks(
      Kind.relation, of: data, task: task, deviation: deviation, seed: seed,
      keepsConfidences: confidences,
      progress: { progress in
        line.show(
          "epoch \(progress.epoch) of \(progress.epochs), step \(progress.step) of \(progress.steps)"
        )
      }, interrupt: session.interrupt)
    var result = derived.data
    result.notes.append(
      .confidences(correlation: derived.correlation, labels: derived.labelCorrelation))
    return .make(.data(result), showing: DataSummary(of: result).figures)
  }
}
