import Analysis
import ArgumentParser
import DataSets
import Display
import Training

/// Shows expert utilisation.
struct ExpertsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "experts", abstract: "Expert utilisation: the share of each expert in each task.",
    discussion: """
      Remarks: an expert is dead if no task's mean weight reaches 1 %; has a monopoly if it weighs
      most on more than 95 % of a task's rows; is saturated if more than 90 % of its activations
      are 0; is a twin if its outputs have a cosine above 0.95 with another's. A gate has collapsed
      if the Gini coefficient of its top-1 shares is above 0.5 (of two experts, above 0.375) and the
      experts that win hardly any rows have less than a tenth of an even share of the weights. With
      --ablate, a task needs an expert if its AUC (R² of a regression) falls by more than 0.001
      without it, or its loss rises by more than 0.1 %.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example("experts m --split test", "Measured on the test rows."),
    Example("experts m --ablate", "What each task loses without each expert."),
    Example(
      "experts m --against correlation", "Whether tasks that are alike use the same experts."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Model to inspect.") var model: ModelName
  @Option(help: "Rows to measure on.") var split = Split.Part.validation
  @Flag(help: "Measures AUC (R² of a regression) and loss with each expert left out instead.")
  var ablate = false
  @Option(help: "Shows the tasks' utilisation beside the correlation of their labels instead.")
  var against: Comparand?
  @OptionGroup var spaces: SampleSpaceOptions

  /// What utilisation is compared with.
  enum Comparand: String, CaseIterable, ExpressibleByArgument { case correlation }

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(
      model, for: "experts", having: .experts, where: { ExpertUse.exists(in: $0) })
    let named = NamedModel(model.text, trainer)
    if ablate && against != nil {
      throw Complaint(
        .usage, "--ablate and --against show different tables.",
        wayOut: "Give one of them at a time.", about: "--against")
    }
    if !ablate && !spaces.sampleSpace.isEmpty {
      throw Complaint(
        .usage, "--sample-space has an effect only with --ablate.",
        wayOut: "Shares are of all rows: leave it out.", about: "--sample-space")
    }
    if ablate {
      return .show(
        try ExpertAblation(
          of: named, on: split, in: spaces.sampleSpace, interrupt: session.interrupt
        ).figure)
    }
    if against != nil {
      return .show(
        try ExpertSimilarity(of: named, on: split, interrupt: session.interrupt).figure)
    }
    let use = try ExpertUse(of: named, on: split, interrupt: session.interrupt)
    let health = try ExpertHealth(of: named, on: split, interrupt: session.interrupt)
    return .show(
      .table(use.table.advising(use.advice)), .barPlot(use.bars),
      .table(health.table.advising(health.advice)))
  }
}
