import Analysis
import ArgumentParser
import Training

/// Plots the loss of models over the steps of training.
struct HistoryCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Loss curves of models.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("history m", "Training and validation loss per step."),
    Example("history shared m", "Two models in one plot."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Trained models.") var models: [ModelName]

  func run(in session: Session) throws -> Output {
    let curves = try models.map { name in
      let trainer = try session.model(name, for: "history")
      if trainer.history.losses.isEmpty {
        throw Complaint(
          .usage, "'\(name.text)' has no history: it was not trained in this session.",
          wayOut: "`train \(name.text)` trains it.", about: name.text)
      }
      return LossCurve(of: NamedModel(name.text, trainer))
    }
    return .show(LossPlot(curves).figures)
  }
}
