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
  @OptionGroup var training: TrainingOptions
  @Flag(help: "Go on where an interrupt ended the last run, with its options.") var resume = false

  func run(in session: Session) throws -> Output {
    let trainers = try models.map { ($0.text, try session.model($0, for: "train")) }
    let options = try trainers.map { try self.options(of: $0, $1) }
    var rows: [TrainingTable.Run] = []
    for ((name, trainer), options) in zip(trainers, options) {
      let outcome = try ObservedTraining(name, trainer, in: session).run(options)
      rows.append(TrainingTable.Run(name: name, trainer: trainer, outcome: outcome))
    }
    return .show(.table(try TrainingTable.table(of: rows, session.interrupt)))
  }

  /// The options of this line, or those of the run that goes on.
  private func options(of name: String, _ trainer: Trainer) throws(Complaint) -> TrainingOptions {
    if !resume { return training }
    guard let interrupted = trainer.interrupted?.options else {
      if trainer.hasRunOfOtherData {
        let isBare = trainer.data == nil
        throw Complaint(
          .usage,
          isBare
            ? "'\(name)' was opened without the data that its interrupted run was over."
            : "The interrupted run of '\(name)' was over other data than it has here.",
          wayOut: "Open its file with the data it was trained on: `\(name) = open FILE DATA`.",
          about: name)
      }
      throw Complaint(
        .usage, "No run of '\(name)' was interrupted, so there is none to go on with.",
        wayOut: "`train \(name)` begins one; `runs` lists those that other sessions left.",
        about: name)
    }
    guard [TrainingOptions.standard, interrupted].contains(training) else {
      throw Complaint(
        .usage, "`--resume` goes on with the options of the interrupted run, and takes no others.",
        wayOut: "Leave them away; without `--resume` a new run begins at the weights as they are.",
        about: "--resume")
    }
    return interrupted
  }
}
