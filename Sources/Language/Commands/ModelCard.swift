import Analysis
import DataSets
import Display
import Models
import Options
import Training

/// The text of a model card, section by section.
struct ModelCard {
  private let named: NamedModel
  private let part: Split.Part
  private let sampleSpaces: [SampleSpace]
  private let fields: [String]
  private let resamples: Int
  private let seed: UInt64
  private let session: Session

  init(
    of model: ModelName, on part: Split.Part, in sampleSpaces: [SampleSpace],
    slicedBy fields: [String], resamples: Int, seed: UInt64, in session: Session
  ) throws {
    named = NamedModel(model.text, try session.observed(model, for: "card"))
    self.part = part
    self.sampleSpaces = sampleSpaces
    self.fields = fields
    self.resamples = resamples
    self.seed = seed
    self.session = session
  }

  private var model: Model { named.model }
  private var trainer: Trainer { named.trainer }

  /// The card as Markdown.
  ///
  /// - Throws: `AnalysisError`, `Complaint`; `CancellationError` after an interrupt.
  func text() throws -> String {
    let sections: [(heading: String, body: String)?] = [
      ("Data", try data()), ("Options", options), ("Metrics", try metrics()),
      try slices().map { ("Slices", $0) }, try calibration().map { ("Calibration", $0) },
      try experts().map { ("Expert utilisation", $0) }, ("Recipe", try recipe()),
    ]
    let bodies = sections.compactMap { $0 }.map { "## \($0.heading)\n\n\($0.body)" }
    return ([try head()] + bodies).joined(separator: "\n\n") + "\n"
  }

  /// What the model is.
  private func head() throws -> String {
    let page = CommandList.type(named: "build \(model.kindName)").map { CommandPage.of($0) }
    let tasks = model.schema.tasks.map {
      "\($0.name) (\($0.kind == .binary ? "binary" : "regression"))"
    }
    let digest = try model.digest(interrupt: session.interrupt)
    let facts: [(String, String?)] = [
      ("Kind", "`\(model.kindName)`" + (page.map { ". \($0.summary)" } ?? "")),
      ("Paper", page?.paper), ("Tasks", Phrase.list(tasks)),
      ("Features", NumberFormat.count.text(Double(model.schema.features.count))),
      ("Parameters", NumberFormat.count.text(Double(model.parameters.count))),
      ("Weights", "`\(digest)` (SHA-256)"),
      ("Program", "DEPHN \(model.arithmetic.version)"),
    ]
    let lines = facts.compactMap { name, fact in fact.map { "- \(name): \($0)" } }
    return "# Model card: \(named.name)\n\n" + lines.joined(separator: "\n")
  }

  /// The parts with their labels, and what there is to say of the data.
  private func data() throws -> String {
    guard let data = trainer.data else { throw AnalysisError.noData(model: named.name) }
    let made = session.makers[data.fingerprint].map { "```dephn\n\($0)\n```\n\n" } ?? ""
    let parts = DataSummary(of: data).parts
    return made + Self.markdown(parts)
  }

  /// Options of the model and its last training that are not the defaults.
  private var options: String {
    let training = trainer.options.map { options in
      ["epochs: \(options.epochs)"] + Self.words(options.changes.filter { $0.name != "epochs" })
    }
    let steps = trainer.history.losses.count
    let best = trainer.history.bestEpoch.map { ", best epoch \($0)" } ?? ""
    return [
      "Model, initial weights from seed \(model.seed):\n\n" + Self.list(Self.words(model.options)),
      training.map {
        "Last training, \(Phrase.count(steps, "step"))\(best); options that are not given have "
          + "their defaults:\n\n" + Self.list($0)
      },
    ].compactMap { $0 }.joined(separator: "\n\n")
  }

  /// The metrics of `evaluate`, and how far chance would move them.
  private func metrics() throws -> String {
    let evaluation = try trainer.evaluate(
      part, in: sampleSpaces, interrupt: session.interrupt)
    let table = EvaluationTable(
      [(named.name, evaluation)], source: trainer.data?.source ?? ""
    ).table
    let intervals =
      resamples == 0
      ? nil
      : try MetricIntervals(
        of: named, around: evaluation, in: sampleSpaces, resamples: resamples, seed: seed,
        interrupt: session.interrupt
      ).table
    return ([table] + [intervals].compactMap { $0 }).map(Self.markdown).joined(separator: "\n\n")
  }

  private func slices() throws -> String? {
    if fields.isEmpty { return nil }
    return try fields.map { field in
      var settings = Slices.Settings(field: field)
      (settings.resamples, settings.seed) = (resamples, seed)
      return Self.markdown(
        try Slices(
          of: named, on: part, settings, in: sampleSpaces, interrupt: session.interrupt
        ).table)
    }.joined(separator: "\n\n")
  }

  private func calibration() throws -> String? {
    guard model.schema.tasks.contains(where: { $0.kind == .binary }) else { return nil }
    return Self.markdown(
      try Calibration(
        of: named, on: part, in: sampleSpaces, interrupt: session.interrupt
      ).table)
  }

  private func experts() throws -> String? {
    guard ExpertUse.exists(in: model) else { return nil }
    return Self.markdown(
      try ExpertUse(of: named, on: part, interrupt: session.interrupt).table)
  }

  /// The lines that make the model anew, or why there are none.
  private func recipe() throws -> String {
    do {
      let lines = try RecipeCommand.text(of: named.name, in: session)
      return "These lines give the same weights, bit for bit.\n\n```dephn\n\(lines)\n```"
    } catch let complaint as Complaint {
      return complaint.sentence
    }
  }

  /// A table with the sentence that reads it.
  private static func markdown(_ table: Table) -> String {
    let reading = table.reading.map { [$0.replacing("\n", with: "\n\n")] } ?? []
    return ([String(table.markdown.dropLast())] + reading).joined(separator: "\n\n")
  }

  private static func words(_ settings: [OptionSetting]) -> [String] {
    settings.map { setting in
      let values = setting.value.words.joined(separator: " ")
      return values.isEmpty ? setting.name : "\(setting.name): \(values)"
    }
  }

  private static func list(_ items: [String]) -> String {
    items.map { "- \($0)" }.joined(separator: "\n")
  }
}
