import Analysis
import ArgumentParser
import DataSets
import Models
import Training

/// Builds a model; a command a kind.
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

  @Argument(help: "Data set whose fields it reads and whose tasks it learns.") var data: DataName
  @OptionGroup var kind: Kind
  @Option(help: "Seed of the initial weights.") var seed: UInt64 = 1

  func run(in session: Session) throws -> Output {
    let data = try session.data(data, for: "build \(Kind.name)")
    let model = try Model(kind, schema: data.schema, seed: seed, interrupt: session.interrupt)
    let trainer = Trainer(model, data)
    for remark in trainer.model.remarks { session.sink.warn(remark.sentence) }
    let summary = try ModelSummary(NamedModel(Kind.name, trainer), interrupt: session.interrupt)
    return .make(.model(trainer), showing: summary.advisedFigures)
  }
}
