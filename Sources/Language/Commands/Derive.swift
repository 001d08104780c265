import Analysis
import ArgumentParser
import DataSets
import Display
import Training

/// Which tasks `derive` makes: a type a word of the language.
protocol DerivedRelation: Sendable {
  static var relation: DerivedTasks.Relation { get }
  static var summary: String { get }
}

enum RelatedTasks: DerivedRelation {
  static let relation = DerivedTasks.Relation.related
  static let summary = "Artificial tasks over real features whose confidences go together."
}

enum UnrelatedTasks: DerivedRelation {
  static let relation = DerivedTasks.Relation.unrelated
  static let summary = "Artificial tasks over real features whose confidences go apart."
}

/// Makes a data set with two artificial tasks over the features of another.
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
    ]
  }
  static var makes: ValueKind? { .data }
  static var paper: String? {
    "Kong et al., DEPHN, IJCNN 2023, Sec. IV-A: Criteo-R and Criteo-UR, over any data set. There the "
      + "confidences correlate with the base's by 0.99 and 0.53. Related ones do so on any data; "
      + "unrelated ones follow the base up to |a| = π/2 and fall only beyond, so the fewer rows lie "
      + "there, the more they correlate: 0.60 where a is normal, 0.76 on adult's income."
  }

  @Argument(help: "Data set whose features and split they have.") var base: DataName
  @Option(help: "Its binary task that the base confidence is fitted to.") var task: String
  @Flag(help: "Learn the confidences themselves, as regressions.") var confidences = false
  @Option(help: "Seed of the network and of the noise.") var seed: UInt64 = 1

  func run(in session: Session) throws -> Output {
    let data = try session.data(base, for: "derive \(Kind.relation.rawValue)")
    guard data.schema.tasks.first(where: { $0.name == task })?.kind != .regression else {
      throw Complaint(.data, "Task '\(task)' is not binary.", about: task)
    }
    let line = ProgressLine(in: session.sink)
    let derived = try DerivedTasks(
      Kind.relation, of: data, task: task, seed: seed, keepsConfidences: confidences,
      progress: { progress in
        line.show(
          "derive · fitting \(task) · epoch \(progress.epoch) of \(progress.epochs) · "
            + "step \(progress.step) of \(progress.steps)")
      }, interrupt: session.interrupt)
    let correlation = NumberFormat.fixed(3).text(derived.correlation)
    line.finish("derive · confidences correlate by \(correlation)")
    var result = derived.data
    result.notes.append(.confidences(correlation: derived.correlation))
    return .make(.data(result), showing: DataSummary(of: result).figures)
  }
}
