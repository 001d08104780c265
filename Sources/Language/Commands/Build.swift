import Analysis
import ArgumentParser
import DataSets
import Models
import Training

/// Builds a model; one command per kind.
struct Build<Kind: ModelKind>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "build \(Kind.name)", abstract: Kind.summary)
  }
  static var group: CommandGroup { .build }
  static var examples: [Example] {
    Kind.examples.map { Example("m = build", [Kind.name, "adult"], $0) }
  }
  static var makes: ValueKind? { .model }
  static var paper: String? { Kind.paper }

  @Argument(help: "Data set with the features to read and the tasks to learn.") var data: DataName
  @OptionGroup var kind: Kind
  @Option(help: "Seed of the initial weights.") var seed: UInt64 = 1
  @Option(parsing: .upToNextOption, help: "Tasks of the data to learn; all by default.")
  var tasks: [String] = []

  @OptionGroup var labels: LabelTransforms

  func run(in session: Session) throws -> Output {
    let data = try labels.applied(to: part(of: session.data(data, for: "build \(Kind.name)")))
    let model = try Model(kind, schema: data.schema, seed: seed, interrupt: session.interrupt)
    let trainer = Trainer(model, data)
    for remark in trainer.model.remarks { session.sink.warn(remark.sentence) }
    let summary = try ModelSummary(NamedModel(Kind.name, trainer), interrupt: session.interrupt)
    return .make(.model(trainer), showing: summary.advisedFigures)
  }

  /// The data with the tasks that were asked for, in the data's order.
  private func part(of data: DataSet) throws(Complaint) -> DataSet {
    if tasks.isEmpty { return data }
    let names = data.schema.tasks.map(\.name)
    for task in tasks where !names.contains(task) {
      throw Complaint(
        .name, "There is no task '\(task)'.\(Suggestion.question(for: task, among: names))",
        wayOut: "Tasks of \(self.data.text): \(names.joined(separator: ", ")).", about: task)
    }
    return data.keeping(tasks: names.indices.filter { tasks.contains(names[$0]) })
  }
}
