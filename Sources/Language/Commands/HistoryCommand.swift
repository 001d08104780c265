import Analysis
import ArgumentParser
import Training

/// Draws how training went.
struct HistoryCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Loss curves of models.")
  static let group = CommandGroup.look
  static let examples = [
    Example("history m", "Training and validation loss over the steps."),
    Example("history shared m", "Two models beside each other."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Models that were trained.") var models: [ModelName]

  func run(in session: Session) throws -> Output {
    let curves = try models.map { name in
      let trainer = try session.model(name, for: "history")
      if trainer.history.losses.isEmpty {
        throw Complaint(
          .usage, "'\(name.text)' was not trained in this session, so it has no history.",
          wayOut: "`train \(name.text)` trains it.", about: name.text)
      }
      return LossCurve(of: NamedModel(name.text, trainer))
    }
    return .show(LossPlot(curves).figures)
  }
}
