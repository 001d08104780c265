import ArgumentParser
import DataSets

/// The options of `build` and `search` that say how a model sees the labels of regressions.
struct LabelTransforms: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: "How a regression's labels are learned: TASK=log1p, TASK=standardize or TASK=none.")
  var labelTransform: [TaskTransform] = []

  /// The data with labels scaled as the options say.
  ///
  /// - Throws: `Complaint` about a task that is unknown, binary, or has labels without a logarithm.
  func applied(to data: DataSet) throws(Complaint) -> DataSet {
    var transforms: [String: LabelTransform] = [:]
    for word in labelTransform {
      try check(word, data)
      transforms[word.task] = word.transform
    }
    return data.scalingLabels(transforms)
  }

  private func check(_ word: TaskTransform, _ data: DataSet) throws(Complaint) {
    let tasks = data.schema.tasks
    let names = tasks.filter { $0.kind == .regression }.map(\.name)
    guard let index = tasks.firstIndex(where: { $0.name == word.task }), names.contains(word.task)
    else {
      let isBinary = tasks.contains { $0.name == word.task }
      throw Complaint(
        .name,
        isBinary
          ? "'\(word.task)' is a binary task, whose labels are 0 and 1."
          : "There is no task '\(word.task)'.\(Suggestion.question(for: word.task, among: names))",
        wayOut: names.isEmpty
          ? "The data has no regression task: remove `--label-transform`."
          : "Regression tasks: \(names.joined(separator: ", ")).", about: word.text)
    }
    if word.transform == .log1p, let least = data.leastLabel(ofTask: index), least <= -1 {
      throw Complaint(
        .usage, "'\(word.task)' has labels down to \(least), which have no log(1 + label).",
        wayOut: "`--label-transform \(word.task)=standardize`", about: word.text)
    }
  }
}

extension Schema {
  /// How the labels of regressions are learned, in the words of `--label-transform`; nil without regressions.
  var labelTransforms: [String]? {
    let words = tasks.compactMap { task in
      task.labelTransform.map { "\(task.name)=\($0.rawValue)" }
    }
    return words.isEmpty ? nil : words
  }
}

/// A regression and how its labels are learned: `watch=log1p`.
struct TaskTransform: ExpressibleByArgument {
  let task: String
  let transform: LabelTransform

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count >= 2, let transform = LabelTransform(rawValue: String(parts[parts.count - 1]))
    else { return nil }
    self.transform = transform
    task = parts.dropLast().joined(separator: "=")
  }

  var text: String { "\(task)=\(transform.rawValue)" }
  var defaultValueDescription: String { text }
}
