import ArgumentParser
import DataSets
import Options

/// Writes a model card.
struct Card: Command {
  static let configuration = CommandConfiguration(
    commandName: "card",
    abstract: "Writes a model card: data, options, metrics, calibration, experts, recipe.",
    discussion: """
      A Markdown file that says what a model is and what it is worth: the data with their
      fingerprint and parts, the options of the model and its training, the metrics of `evaluate`
      with bootstrap intervals, calibration, expert utilisation where the model has experts, and
      the recipe that makes it anew.
      """)
  static let group = CommandGroup.session
  static let examples = [
    Example("card m results/m.md", "On the test rows."),
    Example("card m results/m.md --by sex education", "With slices by two fields."),
  ]

  @Argument(help: "Trained model, with its data.") var model: ModelName
  @Argument(help: "Markdown file to write.") var file: FilePath
  @Option(parsing: .upToNextOption, help: "Fields by whose values metrics are also shown.")
  var by: [String] = []
  @Option(help: "Part of the rows to measure on.") var split = Split.Part.test
  @OptionGroup var spaces: SampleSpaceOptions
  @Option(help: "Bootstrap resamples behind each interval; 0 for none.") var resamples = 200
  @Option(help: "Seed of the bootstrap.") var seed: UInt64 = 1

  func validate() throws { try Bounds(0...10_000).check("resamples", resamples) }

  func run(in session: Session) throws -> Output {
    guard file.text.lowercased().hasSuffix(".md") else {
      throw Complaint(
        .usage, "A model card is Markdown; '\(file.text)' does not end in .md.",
        wayOut: "For instance: `card \(model.text) \(model.text).md`.", about: file.text)
    }
    let text = try ModelCard(
      of: model, on: split, in: spaces.sampleSpace, slicedBy: by, resamples: resamples, seed: seed,
      in: session
    ).text()
    try FileWriter.write(Array(text.utf8), to: file.text, in: session)
    return .say("Wrote the card of \(model.text) to \(file.text).")
  }
}
