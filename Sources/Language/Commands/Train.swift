import ArgumentParser
import Display
import Models
import Training

/// Trains models one after another.
struct Train: Command {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Trains models; an interrupted one goes on from there.")
  static let group = CommandGroup.build
  static let examples = [
    Example("train m", "Three epochs more."),
    Example("train shared moe m --epochs 5 --batch-size 256 --seed 7", "One after another."),
    Example(
      "train m --optimizer adamw --schedule cosine --warmup-steps 100", "Another way to descend."),
    Example("train m --task-weights uncertainty", "Training sets the tasks' weights."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models to train.") var models: [ModelName]
  @OptionGroup var training: TrainingArguments

  func run(in session: Session) throws -> Output {
    let trainers = try models.map { ($0.text, try session.model($0, for: "train")) }
    var rows: [TrainingTable.Run] = []
    for (name, trainer) in trainers {
      let outcome = try ObservedTraining(name, trainer, in: session).run(training.options)
      rows.append(TrainingTable.Run(name: name, trainer: trainer, outcome: outcome))
    }
    return .show(.table(TrainingTable.table(of: rows, seed: training.seed)))
  }
}
