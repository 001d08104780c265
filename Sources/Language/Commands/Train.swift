import ArgumentParser
import Display
import Models
import Training

/// Trains models one after another.
struct Train: Command {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains models, one after another; continues an interrupted run.")
  static let group = CommandGroup.build
  static let examples = [
    Example("train m", "Three more epochs."),
    Example(
      "train shared moe m --epochs 5 --batch-size 256 --seed 7",
      "Three models with the same options."),
    Example(
      "train m --optimizer adamw --schedule cosine --warmup-steps 100",
      "AdamW with a cosine schedule."),
    Example("train m --task-weights uncertainty", "Task weights that are learned."),
    Example("train m --epochs 1 --quiet", "Nothing is shown, as suits a loop."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Models to train.") var models: [ModelName]
  @OptionGroup var training: TrainingOptions
  @Flag(help: "Continues the interrupted run, with its options.") var resume = false
  @Flag(help: "Adds a column with the training time in seconds.") var timings = false
  @Flag(help: "Shows neither progress nor a table, for loops; `t = train m` keeps the table.")
  var quiet = false

  var changes: [String] { models.map(\.text) }

  func run(in session: Session) throws -> Output {
    let trainers = try models.map { ($0.text, try session.model($0, for: "train")) }
    let options = try trainers.map { try self.options(of: $0, $1) }
    var rows: [TrainingTable.Run] = []
    for ((name, trainer), options) in zip(trainers, options) {
      let outcome = try ObservedTraining(name, trainer, isQuiet: quiet, in: session).run(options)
      rows.append(TrainingTable.Run(name: name, trainer: trainer, outcome: outcome))
    }
    let table = Figure.table(
      try TrainingTable.table(of: rows, timings: timings, session.interrupt))
    return quiet ? .make(SessionValue([table]), showing: []) : .show(table)
  }

  /// The options of this line, or those of the interrupted run.
  private func options(of name: String, _ trainer: Trainer) throws(Complaint) -> TrainingOptions {
    if !resume { return training }
    guard let interrupted = trainer.interrupted?.options else {
      if trainer.hasRunOfOtherData {
        let isBare = trainer.data == nil
        throw Complaint(
          .usage,
          isBare
            ? "'\(name)' was opened without the data of its interrupted run."
            : "The interrupted run of '\(name)' used different data.",
          wayOut: "Open its file with the data it was trained on: `\(name) = open FILE DATA`.",
          about: name)
      }
      throw Complaint(
        .usage, "'\(name)' has no interrupted run to continue.",
        wayOut: "`train \(name)` starts a new run; `runs` lists those of other sessions.",
        about: name)
    }
    guard [TrainingOptions.standard, interrupted].contains(training) else {
      throw Complaint(
        .usage, "`--resume` uses the options of the interrupted run and takes no others.",
        wayOut:
          "Remove the others, or remove `--resume` to start a new run from the current weights.",
        about: "--resume")
    }
    return interrupted
  }
}
