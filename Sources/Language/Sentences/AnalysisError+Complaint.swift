import Analysis
import Display

extension Complaint {
  /// An error of an analysis as a sentence, a way out and the word to underline.
  init(_ error: AnalysisError) {
    switch error {
    case .noData(let model):
      self.init(
        .usage, "'\(model)' was opened without data.",
        wayOut: "Open it with data: `\(model) = open FILE d`.", about: model)
    case .noRows(let part):
      self.init(
        .usage, "The \(part) part has no rows.",
        wayOut: "Choose another part with --split.")
    case .lacks(let part, let model, let kind):
      self.init(
        .usage, "'\(model)' (\(kind)) has no \(part.phrase).",
        wayOut: "`diagram \(model)` shows what it has.", about: model)
    case .networksOfTasks(let model, let kind):
      self.init(
        .usage,
        "'\(model)' (\(kind)) has no experts to leave out: each of its networks belongs to a task.",
        wayOut: "`experts \(model)` shows what each task takes of them.", about: model)
    case .fewTasks: self.init(.usage, "There is one task only, and this compares tasks.")
    case .noCommonTask:
      self.init(
        .usage, "The models have no task in common, so there is nothing to compare.",
        wayOut: "`list` shows each model's tasks.")
    case .unknownBaseline(let name, let known):
      self.init(
        .usage,
        "The baseline '\(name)' is not among the compared models: \(known.joined(separator: ", ")).",
        about: name)
    case .unknownField(let name, let known):
      self.init(
        .usage, "There is no field '\(name)'.\(Suggestion.question(for: name, among: known))",
        wayOut: "Fields: \(known.joined(separator: ", ")).", about: name)
    case .rareValues(let field, let values, let rows, let least):
      self.init(
        .usage,
        "'\(field)' has \(Phrase.count(values, "value")) on \(Phrase.count(rows, "row")), none "
          + "of them on \(least) rows or more, so there are no slices to compare.",
        wayOut: rows < 2 * least
          ? "`--split` chooses a part with more rows." : "Choose a field with fewer values.",
        about: field)
    case .otherData(let model, let other):
      self.init(
        .usage, "'\(model)' and '\(other)' have different data, so their rows cannot be compared.",
        about: other)
    case .sameForAllRows(let model):
      self.init(
        .usage, "The gates of '\(model)' are the same for every row, whatever a field says.",
        wayOut: "`gates \(model)` shows them.", about: model)
    case .gatesDifferByRow(let model):
      self.init(
        .usage,
        "The gates of '\(model)' differ by row, and so do the factors of its virtual gradient.",
        wayOut: "`history \(model) --of gates` shows their means.", about: model)
    case .noLevel(let model, let level, let known):
      self.init(
        .usage, "'\(model)' has no level \(level) of experts.",
        wayOut: known.isEmpty
          ? "It has one level: `diagram \(model)` draws all of it."
          : "Levels: \(known.map(String.init).joined(separator: ", ")).", about: "\(level)")
    case .noBinaryTask(let model):
      self.init(
        .usage, "'\(model)' has only regression tasks; they predict no probabilities.",
        wayOut: "`evaluate \(model)` shows their errors.", about: model)
    case .sharesNothing(let model, let kind):
      self.init(
        .usage, "'\(model)' is a \(kind) model: its tasks share no parameters.",
        wayOut: "`importance \(model)` shows what each task reads.", about: model)
    case .noConfidences(let source):
      self.init(
        .usage, "The labels of \(source) are not confidences, so there is no base confidence.",
        wayOut: "`d = derive related DATA --task TASK --confidences` makes such data.")
    case .notRecorded(let quantity, let model, let kind):
      self.init(
        .usage, "Nothing about \(quantity) was recorded in the training of '\(model)' (\(kind)).",
        wayOut: "Training records what the model has, unless --no-record is given; a file does "
          + "not keep it.", about: model)
    case .neverTrained(let model):
      self.init(
        .usage, "'\(model)' was never trained, so there is no course of training to show.",
        wayOut: "`train \(model)` trains it.", about: model)
    case .oneClass(let part):
      self.init(
        .usage, "In the part '\(part)' every task has one class only, so no AUC can be taken.",
        wayOut: "Choose another part with --split.")
    }
  }
}

extension AnalysisError.Part {
  /// The name of the part, as in "it has no experts".
  var phrase: String {
    switch self {
    case .experts: "experts"
    case .gates: "gates"
    case .selectionGates: "selection gates"
    case .virtualGradient: "virtual gradient"
    }
  }
}
