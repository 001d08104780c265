extension DataSet {
  /// The same rows as a saved model reads them: its features, vocabularies, transforms and tasks.
  ///
  /// Features and tasks are matched by name; what the schema does not ask for is left out. Words
  /// go through the words themselves, so a word that only the model has met keeps its id there;
  /// numbers are transformed anew. Rows, split and fingerprint stay.
  ///
  /// - Throws: `DataError` that names the feature or task that is missing or of another kind.
  package func encoded(for wanted: Schema) throws(DataError) -> DataSet {
    if wanted == schema { return self }
    var result = self
    result.schema = wanted
    result.columns = []
    result.unseen = []
    for feature in wanted.features {
      guard let index = schema.features.firstIndex(where: { $0.name == feature.name }) else {
        throw Self.lack(of: "feature", feature.name, among: schema.features.map(\.name))
      }
      let (column, unseen) = try encoded(index, as: feature)
      result.columns.append(column)
      result.unseen.append(unseen)
    }
    result.labels = []
    for task in wanted.tasks {
      guard let index = schema.tasks.firstIndex(where: { $0.name == task.name }) else {
        throw Self.lack(of: "task", task.name, among: schema.tasks.map(\.name))
      }
      guard schema.tasks[index].kind == task.kind else {
        throw DataError(
          "Task '\(task.name)' is \(schema.tasks[index].kind.rawValue) in the data, "
            + "\(task.kind.rawValue) in the model.")
      }
      result.labels.append(labels[index])
    }
    return result
  }

  private func encoded(
    _ index: Int, as feature: Feature
  ) throws(DataError) -> (Column, [Int32: String]) {
    switch (columns[index], schema.features[index].kind, feature.kind) {
    case (.numbers(let raw, _), _, .numeric(let transform)):
      return (.numbers(raw: raw, transformed: raw.map { transform($0) }), [:])
    case (.categories(let ids), .categorical(let words), .categorical(let vocabulary)):
      let (codes, words) = codes(of: ids, vocabulary: words, unseen: unseen[index])
      let (ids, unseen) = Self.encode(codes, words: words, vocabulary: vocabulary)
      return (.categories(ids), unseen)
    case (.numbers, _, _):
      throw DataError(
        "Feature '\(feature.name)' is numeric in the data, categorical in the model.",
        wayOut: "Load the data with --categorical \(feature.name).")
    case (.categories, _, _):
      throw DataError(
        "Feature '\(feature.name)' is categorical in the data, numeric in the model.",
        wayOut: "Load the data with --numeric \(feature.name).")
    }
  }

  /// Ids back to codes of words: the vocabulary's words first, then the unseen ones.
  private func codes(
    of ids: [Int32], vocabulary: [String], unseen: [Int32: String]
  ) -> (codes: [Int32], words: [String]) {
    var codes = ids.map { $0 - 1 }
    var words = vocabulary
    var codeOfWord: [String: Int32] = [:]
    for (row, word) in unseen {
      if let code = codeOfWord[word] {
        codes[Int(row)] = code
      } else {
        codes[Int(row)] = Int32(words.count)
        codeOfWord[word] = Int32(words.count)
        words.append(word)
      }
    }
    return (codes, words)
  }

  private static func lack(of what: String, _ name: String, among names: [String]) -> DataError {
    DataError(
      "The data has no \(what) '\(name)', which the model needs.",
      wayOut: "It has: \(names.joined(separator: ", ")).")
  }
}
