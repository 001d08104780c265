import Analysis
import ArgumentParser
import Training

/// Plots losses, gates and gradients of models over the steps of training.
struct HistoryCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Loss curves of models, and what moved inside them over training.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("history m", "Training and validation loss per step."),
    Example("history shared m", "Two models in one plot."),
    Example("history m --of gates", "The gates over the steps of training."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Trained models.") var models: [ModelName]
  @Option(help: "Quantity to plot over the steps.") var of = CourseFigures.Quantity.losses

  func run(in session: Session) throws -> Output {
    let trained = try models.map { name in
      let trainer = try session.model(name, for: "history")
      if trainer.history.losses.isEmpty {
        throw Complaint(
          .usage, "'\(name.text)' has no history: it was not trained in this session.",
          wayOut: trainer.runNumber.map { "`attach run \($0)` shows the losses of its run." }
            ?? "`train \(name.text)` trains it.", about: name.text)
      }
      return NamedModel(name.text, trainer)
    }
    if of == .losses { return .show(LossPlot(trained.map { LossCurve(of: $0) }).figures) }
    return .show(try trained.flatMap { try CourseFigures(of: $0).figures(of: of) })
  }
}

extension CourseFigures.Quantity: ExpressibleByArgument {}
