import Numbers
package import System

/// Looks a data set over for what may be a mistake.
package struct DataCheck {
  /// What was found, in the order of the features.
  package private(set) var suspicions: [Suspicion] = []

  private let data: DataSet
  /// Rows that are looked at in each part, and the training rows' labels.
  private let rows: [Split.Part: [Int32]]
  private let interrupt: Interrupt

  /// Rows of a part that `load` looks at.
  package static let few = 5_000

  /// Looks at `most` rows of each part, or at all of them.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package init(_ data: DataSet, most: Int? = nil, interrupt: Interrupt = .never) throws {
    self.data = data
    self.interrupt = interrupt
    var rows: [Split.Part: [Int32]] = [:]
    for part in Split.Part.allCases {
      rows[part] = most.map { data.split.sample(of: part, most: $0) } ?? data.split[part]
    }
    self.rows = rows
    let isAllTraining = data.split.validation.isEmpty && data.split.test.isEmpty
    if isAllTraining, data.rowCount < 10 { suspicions.append(.fewRows(data.rowCount)) }
    suspicions += splitColumns + constantLabels + labels
    suspicions += try parallelMap(over: data.columns.count) { feature in
      try interrupt.check()
      return try self.suspicions(of: feature)
    }.flatMap { $0 }
    if most == nil || data.rowCount * data.columns.count < 2_000_000 {
      suspicions += try repeatedRows()
    }
  }

  private func rows(_ part: Split.Part) -> [Int32] { rows[part] ?? [] }

  private var splitColumns: [Suspicion] {
    data.notes.compactMap { note in
      guard case .split(let split) = note, let column = split.column,
        data.schema.features.contains(where: { $0.name == column })
      else { return nil }
      return split.rule == .group ? .groupColumn(column) : .splitColumn(column)
    }
  }

  /// Of all rows: a sample may hold none of the few positives.
  private var constantLabels: [Suspicion] {
    data.schema.tasks.indices.compactMap { index in
      guard data.schema.tasks[index].kind == .binary else { return nil }
      let labels = data.labels[index]
      let known = (0..<labels.count).lazy.map { labels[$0] }.filter { !$0.isNaN }
      guard let first = known.first, known.allSatisfy({ $0 == first }) else { return nil }
      return .constantLabel(task: data.schema.tasks[index].name, value: Int(first))
    }
  }

  private var labels: [Suspicion] {
    let labels = data.labels.map { $0.values(of: rows(.train)) }
    let tasks = data.schema.tasks
    return tasks.indices.flatMap { b in
      (0..<b).compactMap { a -> Suspicion? in
        let both = zip(labels[a], labels[b]).filter { !$0.isNaN && !$1.isNaN }
        if Set(both.map(\.0)).count < 2 { return nil }
        if both.allSatisfy({ $0 == $1 }) { return .sameLabels(tasks[a].name, tasks[b].name) }
        return both.allSatisfy({ $0 == 1 - $1 })
          ? .oppositeLabels(tasks[a].name, tasks[b].name) : nil
      }
    }
  }

  // MARK: A feature

  private func suspicions(of feature: Int) throws -> [Suspicion] {
    let name = data.schema.features[feature].name
    let statistics = data.statistics[feature]
    let present = data.rowCount - statistics.missing
    if present == 0 { return [.noValue(feature: name)] }
    let isNumber = data.schema.features[feature].tableRows == nil
    if statistics.distinct == 1, statistics.missing == 0, statistics.unseenWords == 0,
      statistics.rareWords == 0, statistics.values == nil
    {
      return [.constant(feature: name)]
    }
    let distinct = (statistics.distinct ?? 0) + statistics.rareWords + statistics.unseenWords
    if !isNumber, statistics.values == nil, present > 50, distinct * 20 >= present * 19 {
      return [.uniquePerRow(feature: name)]
    }
    var found: [Suspicion] = []
    let values = FeatureValues(data, feature)
    for (index, task) in data.schema.tasks.enumerated() where task.kind == .binary {
      if let suspicion = try suspicion(values, name, index, task.name) { found.append(suspicion) }
    }
    found += [Split.Part.validation, .test].compactMap {
      data.unknownWords(ofFeature: feature, in: $0, rows: rows($0))
    }
    if found.isEmpty, ColumnName(name).isOutcome { found.append(.namedAfter(feature: name)) }
    return found
  }

  private func suspicion(
    _ values: FeatureValues, _ name: String, _ task: Int, _ taskName: String
  ) throws -> Suspicion? {
    let train = rows(.train)
    let labels = data.labels[task].values(of: train)
    let known = train.indices.filter { !labels[$0].isNaN }
    let positives = known.count { labels[$0] == 1 }
    guard positives >= 10, known.count - positives >= 10 else { return nil }
    let filled = known.filter { values.isFilled(train[$0]) }
    let filledPositives = filled.count { labels[$0] == 1 }
    if filledPositives == filled.count, filled.count * 20 >= positives {
      return .knownAfter(feature: name, task: taskName)
    }
    let scores = values.scores(train, labels: labels)
    let judged = known.filter { !scores[$0].isNaN }
    let ranking = Ranking(judged.map { scores[$0] })
    guard let auc = ranking.auc(labels: judged.map { labels[$0] }) else { return nil }
    let best = max(auc, 1 - auc)
    return best > 0.95 ? .tellsLabel(feature: name, task: taskName, auc: best) : nil
  }

  // MARK: Rows

  /// Rows of validation and test whose features and labels are those of a training row.
  private func repeatedRows() throws -> [Suspicion] {
    let values = data.columns.indices.map { FeatureValues(data, $0) }
    var watch = Watch(interrupt)
    func hash(_ row: Int32) throws -> Int {
      try watch.step()
      var hasher = Hasher()
      for value in values { hasher.combine(value.bits(row)) }
      for label in data.labels { hasher.combine(label[Int(row)].bitPattern) }
      return hasher.finalize()
    }
    let training = Set(try data.split.train.map(hash))
    return try [Split.Part.validation, .test].compactMap { part in
      let rows = rows(part)
      let count = try rows.count { training.contains(try hash($0)) }
      return count * 100 > rows.count
        ? .repeatedRows(part, rows: count, of: rows.count, column: idColumn) : nil
    }
  }

  /// A column that says whose row it is: an id by its name, else the one with the most words.
  private var idColumn: String? {
    let features = data.schema.features.filter {
      if case .multiple = $0.kind { return false }
      return $0.tableRows != nil
    }
    return features.first { ColumnName($0.name).isID || ColumnName($0.name).isThing }?.name
      ?? features.max { ($0.tableRows ?? 0) < ($1.tableRows ?? 0) }?.name
  }
}

/// A feature's values, row by row, whatever its kind.
struct FeatureValues {
  private let column: DataSet.Column
  /// Ids that the model knows.
  private let known: Int32

  init(_ data: DataSet, _ feature: Int) {
    column = data.columns[feature]
    known = Int32((data.schema.features[feature].tableRows ?? 1) - 1)
  }

  /// Whether a row has a value other than 0.
  func isFilled(_ row: Int32) -> Bool {
    switch column {
    case .categories(let ids): ids[Int(row)] != 0
    case .numbers(let raw, _), .bins(let raw, _): !raw[Int(row)].isNaN && raw[Int(row)] != 0
    case .lists(let lists): !lists.items(ofRow: Int(row)).isEmpty
    }
  }

  /// What tells rows apart.
  func bits(_ row: Int32) -> Int {
    switch column {
    case .categories(let ids): return Int(ids[Int(row)])
    case .numbers(let raw, _), .bins(let raw, _): return Int(raw[Int(row)].bitPattern)
    case .lists(let lists):
      var hasher = Hasher()
      for item in lists.items(ofRow: Int(row)) { hasher.combine(lists.ids[item]) }
      return hasher.finalize()
    }
  }

  /// A number a row that ranks it: its value, or the mean label of its word in the other half of the
  /// rows; NaN where there is none.
  func scores(_ rows: [Int32], labels: [Float]) -> [Double] {
    switch column {
    case .numbers(let raw, _), .bins(let raw, _):
      return rows.map { raw[Int($0)].isNaN ? -.infinity : Double(raw[Int($0)]) }
    case .lists: return rows.map { _ in .nan }
    case .categories(let ids):
      var sums: [[Int32: (labels: Double, rows: Double)]] = [[:], [:]]
      for (index, row) in rows.enumerated() where !labels[index].isNaN {
        let sum = sums[index % 2][ids[Int(row)], default: (0, 0)]
        sums[index % 2][ids[Int(row)]] = (sum.labels + Double(labels[index]), sum.rows + 1)
      }
      return rows.enumerated().map { index, row in
        let sum = sums[1 - index % 2][ids[Int(row)]]
        return sum.map { $0.labels / $0.rows } ?? .nan
      }
    }
  }

  /// The share of rows with words that no training row has, of those with a word; nil without any.
  func unknownShare(_ rows: [Int32]) -> Double? {
    guard case .categories(let ids) = column else { return nil }
    let present = rows.filter { ids[Int($0)] > 0 }
    if present.count < 10 { return nil }
    return Double(present.count { ids[Int($0)] > known }) / Double(present.count)
  }
}

extension ColumnName {
  /// Whether it speaks of what follows an impression.
  var isOutcome: Bool {
    let words: Set = [
      "outcome", "result", "watched", "watchtime", "playtime", "dwell", "stay", "refund", "revenue",
      "after", "converted", "purchased", "clicked", "rating",
    ]
    return parts.contains { words.contains($0) }
      || zip(parts, parts.dropFirst()).contains { pair in
        ["watch", "play", "dwell", "stay", "view"].contains(pair.0) && pair.1 == "time"
      }
  }
}

extension DataSet {
  /// The column of which each value is in one part.
  fileprivate var groupColumn: String? {
    notes.lazy.compactMap { note -> String? in
      guard case .split(let split) = note, split.rule == .group else { return nil }
      return split.column
    }.first
  }

  /// Features whose words in a part are mostly unknown to the model that reads these columns.
  package func unknownWords(in part: Split.Part) -> [Suspicion] {
    let rows = split.sample(of: part, most: DataCheck.few)
    return schema.features.indices.compactMap { unknownWords(ofFeature: $0, in: part, rows: rows) }
  }

  /// That a feature's words in some rows of a part are mostly unknown; nil if they are not.
  ///
  /// Words of the column that divides the rows are unknown by design.
  fileprivate func unknownWords(
    ofFeature feature: Int, in part: Split.Part, rows: [Int32]
  ) -> Suspicion? {
    let name = schema.features[feature].name
    guard name != groupColumn, let share = FeatureValues(self, feature).unknownShare(rows),
      share > 0.5
    else { return nil }
    return .unknownWords(feature: name, part, share: share)
  }
}

extension Split {
  /// Rows of a part at equal distances, about as many as wanted; all if there are fewer.
  fileprivate func sample(of part: Part, most count: Int) -> [Int32] {
    let all = self[part]
    let step = max(1, all.count / max(1, count))
    return step == 1 ? all : stride(from: 0, to: all.count, by: step).map { all[$0] }
  }
}
