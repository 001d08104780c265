package import System

extension DataSet {
  /// The same rows as a saved model reads them: its features, vocabularies, transforms and tasks.
  ///
  /// Features and tasks are matched by name; what the schema does not ask for is left out. Words
  /// go through the words themselves, so a word that only the model has met keeps its id there;
  /// numbers are transformed anew. Rows, split and fingerprint stay.
  ///
  /// - Throws: `DataError` that names the feature or task that is missing or of another kind;
  ///   `CancellationError` after an interrupt.
  package func encoded(
    for wanted: Schema, interrupt: Interrupt = .never
  ) throws -> DataSet {
    var result = self
    result.schema = wanted
    if wanted == schema { return result }
    result.columns = []
    result.strangers = []
    result.statistics = []
    let cache = file == nil ? nil : CacheFolder(Folders())
    let memory = try cache?.temporaryFile() ?? ColumnMemory()
    for feature in wanted.features {
      guard let index = schema.features.firstIndex(where: { $0.name == feature.name }) else {
        throw DataError(
          .unknown(.modelFeature, feature.name, known: schema.features.map(\.name)))
      }
      let (column, strangers) = try encoded(index, as: feature, in: memory, interrupt)
      result.columns.append(column)
      result.strangers.append(strangers)
    }
    result.labels = []
    for task in wanted.tasks {
      guard let index = schema.tasks.firstIndex(where: { $0.name == task.name }) else {
        throw DataError(.unknown(.modelTask, task.name, known: schema.tasks.map(\.name)))
      }
      guard schema.tasks[index].kind == task.kind else {
        throw DataError(
          .mismatch(.task(task.name, inData: schema.tasks[index].kind, inModel: task.kind)))
      }
      result.labels.append(labels[index])
    }
    result.statistics = try result.columns.indices.map { feature in
      try FieldStatistics(of: feature, in: result, interrupt)
    }
    return result
  }

  private func encoded(
    _ index: Int, as feature: Feature, in memory: ColumnMemory,
    _ interrupt: Interrupt
  ) throws -> (Column, WordList) {
    if schema.features[index] == feature { return (columns[index], strangers[index]) }
    switch (columns[index], schema.features[index].kind, feature.kind) {
    case (.numbers(let raw, _), _, .numeric(let transform)),
      (.bins(let raw, _), _, .numeric(let transform)):
      let made = Recipe.transformed(.direct(raw), transform)
      return (
        .numbers(raw: raw, transformed: try made.values(in: memory, Float.self, interrupt)),
        WordList()
      )
    case (.numbers(let raw, _), _, .binned(let edges)), (.bins(let raw, _), _, .binned(let edges)):
      let made = Recipe.bins(.direct(raw), Bins(edges: edges))
      return (
        .bins(raw: raw, ids: try made.values(in: memory, Int32.self, interrupt)), WordList()
      )
    case (.categories(let ids), .categorical(let words), .categorical(let vocabulary)):
      let (idOfID, rest) = try translation(words, index, vocabulary, interrupt)
      let made = Recipe.ids(RowCodes(ids), idOfCode: idOfID, missing: 0)
      return (.categories(try made.values(in: memory, Int32.self, interrupt)), rest)
    case (.categories(let ids), .categorical(let words), .hashed(let buckets)):
      let all = WordList(words + strangers[index].strings)
      let idOfID = [0] + (0..<all.count).map { Int32(1 + all.stableHash($0) % UInt64(buckets)) }
      let made = Recipe.ids(RowCodes(ids), idOfCode: idOfID, missing: 0)
      return (.categories(try made.values(in: memory, Int32.self, interrupt)), WordList())
    case (.lists(var lists), .multiple(let words), .multiple(let vocabulary)):
      let (idOfID, rest) = try translation(words, index, vocabulary, interrupt)
      let made = Recipe.ids(RowCodes(lists.ids), idOfCode: idOfID, missing: 0)
      lists.ids = try made.values(in: memory, Int32.self, interrupt)
      return (.lists(lists), rest)
    default:
      throw DataError(
        .mismatch(
          .feature(
            feature.name, inData: schema.features[index].kind.form, inModel: feature.kind.form)))
    }
  }

  /// The new id of each id, and the words that the new vocabulary lacks.
  private func translation(
    _ words: [String], _ index: Int, _ vocabulary: [String],
    _ interrupt: Interrupt
  ) throws -> (idOfID: [Int32], strangers: WordList) {
    let known = Dictionary(
      zip(vocabulary, Int32(1)...), uniquingKeysWith: { first, _ in first })
    var rest = WordList()
    var idOfID: [Int32] = [0]
    var watch = Watch(interrupt)
    for word in words + strangers[index].strings {
      try watch.step()
      if let id = known[word] {
        idOfID.append(id)
      } else {
        rest.append(word)
        idOfID.append(Int32(vocabulary.count + rest.count))
      }
    }
    return (idOfID, rest)
  }
}
