import Analysis

extension Complaint {
  /// An error of an analysis as a sentence, a way out and the word to underline.
  init(_ error: AnalysisError) {
    switch error {
    case .noData(let model):
      self.init(
        .usage, "'\(model)' was opened without data.",
        wayOut: "Open it with data: `m = open FILE d`.", about: model)
    case .noRows(let part):
      self.init(
        .usage, "The \(part) part has no rows.",
        wayOut: "Choose another part with --split.")
    case .lacks(let part, let model, let kind):
      self.init(
        .usage, "'\(model)' (\(kind)) has no \(part.phrase).", about: model)
    case .fewTasks: self.init(.usage, "A correlation needs at least two tasks.")
    case .noCommonTask:
      self.init(
        .usage, "The models have no task in common, so there is nothing to compare.",
        wayOut: "`list` shows each model's tasks.")
    case .unknownBaseline(let name, let known):
      self.init(
        .usage,
        "The baseline '\(name)' is not among the compared models: \(known.joined(separator: ", ")).",
        about: name)
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
    }
  }
}
