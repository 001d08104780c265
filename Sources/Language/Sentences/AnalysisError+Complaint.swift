import Analysis

extension Complaint {
  /// The sentence, the way out and the word of the line that it is about.
  init(_ error: AnalysisError) {
    switch error {
    case .noData(let model):
      self.init(
        .usage, "'\(model)' was opened without data.",
        wayOut: "Open it with data: `m = open FILE d`.", about: model)
    case .noRows(let part):
      self.init(
        .usage, "There are no rows in the part '\(part)'.",
        wayOut: "Choose another part with --split.")
    case .lacks(let part, let model, let kind):
      self.init(
        .usage, "'\(model)' is a \(kind) model; it has no \(part.phrase).", about: model)
    case .fewTasks: self.init(.usage, "A correlation takes two tasks, and there is one.")
    case .unknownBaseline(let name, let known):
      self.init(
        .usage,
        "The baseline '\(name)' is none of the models compared: \(known.joined(separator: ", ")).",
        about: name)
    }
  }
}

extension AnalysisError.Part {
  /// As in "it has no experts".
  var phrase: String {
    switch self {
    case .experts: "experts"
    case .gates: "gates"
    case .selectionGates: "selection gates"
    }
  }
}
