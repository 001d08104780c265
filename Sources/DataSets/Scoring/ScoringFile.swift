import System

/// A file of rows to predict: read window by window, as a model reads its features.
///
/// Columns are matched by name, in any order; others are left out. Labels need not be there.
package struct ScoringFile {
  private let path: String
  private let schema: Schema
  private let kept: [String]
  private let form: FormRecognition

  /// What the rows had that the model does not know.
  package struct Unknown: Sendable, Equatable {
    package var feature: String
    /// Rows with a word that the model's vocabulary lacks, or that is no number.
    package var rows: Int
  }

  /// Recognises the file's form; `kept` are columns handed through.
  ///
  /// - Throws: `DataError` if a column is not there, or the file is no table.
  package init(_ path: String, schema: Schema, keeping kept: [String]) throws(DataError) {
    self.path = path
    self.schema = schema
    self.kept = kept
    form = FormRecognition(
      try TextSample(of: path), GivenForm(names: Set(schema.features.map(\.name) + kept)))
  }

  /// Calls `body` with the rows of each window in turn; gives the words that the model does not know.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt; what `body` throws.
  package func forEachWindow(
    _ context: LoadContext, _ body: (RowsToScore) throws -> Void
  ) throws -> (unknown: [Unknown], notes: [DataNote]) {
    let table = TextTable(missing: schema.forms.missingWords)
    table.countries = Set(schema.features.filter(\.knowsNA).map(\.name))
    let encoders = schema.features.map { FeatureEncoder($0, schema.forms) }
    var sources: [FeatureSource]?
    var unknown = [Int](repeating: 0, count: encoders.count)
    var otherUnits = unknown
    let format = form.form.format(missing: [])
    let headerLines = form.form.hasHeader ? 1 + form.form.skippedLines : form.form.skippedLines
    try table.forEachWindow(file: path, format: format, context: context) { file, rows in
      let found = try sources ?? self.sources(in: table)
      sources = found
      let columns = try encoders.indices.map { index in
        try context.interrupt.check()
        return try encoders[index].column(found[index], of: table, commas: form.hasFreeCommas)
      }
      for (index, column) in columns.enumerated() {
        unknown[index] += column.unknown
        otherUnits[index] += column.otherUnits
      }
      let words = try kept.map { name in try table.texts(table.index(of: name)) }
      try body(
        RowsToScore(
          data: data(columns.map(\.column), rows: rows.count),
          numbers: rows.map { file.line(ofRow: $0) - headerLines }, kept: words))
    }
    let counted = zip(schema.features, unknown).map { Unknown(feature: $0.name, rows: $1) }
    let units = Self.notes(ofUnits: zip(sources ?? [], otherUnits), names: table.names)
    return (counted.filter { $0.rows > 0 }, table.notes + units)
  }

  /// Times that count in another unit than the model's, a note per column.
  private static func notes(
    ofUnits rows: some Sequence<(FeatureSource, Int)>, names: [String]
  ) -> [DataNote] {
    var seen: Set<Int> = []
    return rows.compactMap { source, rows in
      guard rows > 0, case .time(let column, _) = source, seen.insert(column).inserted else {
        return nil
      }
      return .otherUnits(column: names[column], [], rows: rows)
    }
  }

  /// The columns that the features are made of.
  private func sources(in table: TextTable) throws -> [FeatureSource] {
    for name in kept where !table.names.contains(name) {
      throw DataError(.unknown(.column, name, known: table.names), file: path, line: 1)
    }
    return try schema.features.map { feature in
      if let index = table.names.firstIndex(of: feature.name) { return .column(index) }
      for part in TimePart.allCases where feature.name.hasSuffix(".\(part.rawValue)") {
        let name = String(feature.name.dropLast(part.rawValue.count + 1))
        if let index = table.names.firstIndex(of: name) { return .time(index, part) }
      }
      if feature.name.hasSuffix(".bins"),
        let index = table.names.firstIndex(of: String(feature.name.dropLast(5)))
      {
        return .column(index)
      }
      throw DataError(
        .unknown(
          form.form.hasHeader ? .modelFeature : .modelFeatureWithoutHeader, feature.name,
          known: table.names), file: path, line: 1)
    }
  }

  private func data(_ columns: [DataSet.Column], rows: Int) -> DataSet {
    let labels = Values([Float](repeating: .nan, count: rows))
    return DataSet(
      source: path, schema: schema, columns: columns, labels: schema.tasks.map { _ in labels },
      split: Split(train: [], validation: [], test: Array(0..<Int32(rows))), notes: [],
      fingerprint: "", statistics: columns.map { _ in FieldStatistics() })
  }
}

/// Rows of a window, encoded.
package struct RowsToScore {
  /// All rows in the test part, without labels.
  package var data: DataSet
  /// Each row's line in the file, without the header's: 1 is the first row.
  package var numbers: [Int]
  /// The texts of the columns handed through.
  package var kept: [[String]]
}

/// What a feature is made of.
private enum FeatureSource {
  case column(Int)
  case time(Int, TimePart)
}

/// A column as a model's feature.
private struct EncodedColumn {
  let column: DataSet.Column
  /// Rows with a word that the model does not know, or that is no number or time.
  let unknown: Int
  /// Rows with a time that counts in another unit than the model's.
  var otherUnits = 0
}

/// Encodes a column as a model's feature.
private struct FeatureEncoder: Sendable {
  private let feature: Feature
  private let forms: ColumnForms
  private let ids: [String: Int32]

  init(_ feature: Feature, _ forms: ColumnForms) {
    self.feature = feature
    self.forms = forms
    switch feature.kind {
    case .categorical(let words), .multiple(let words):
      ids = Dictionary(zip(words, Int32(1)...), uniquingKeysWith: { first, _ in first })
    case .numeric, .hashed, .binned: ids = [:]
    }
  }

  func column(
    _ source: FeatureSource, of table: TextTable, commas: Bool
  ) throws -> EncodedColumn {
    switch source {
    case .time(let column, let part): return try time(part, table.profile(column), column, table)
    case .column(let column):
      let profile = try table.profile(column)
      let (codes, words) = try table.words(column)
      switch feature.kind {
      case .categorical, .hashed:
        return try self.words(codes, (0..<words.count).map { words[$0] }, profile.counts)
      case .numeric, .binned:
        let style = forms.style(profile, commas: commas)
        let meanings = (0..<words.count).map { code in
          words.withBytes(of: code) { style.number($0) }
        }
        let strays = meanings.indices.filter { meanings[$0] == nil }
        let kept = meanings.map { $0.map(RowNumbers.kept) ?? .nan }
        return EncodedColumn(
          column: try numbers(.coded(codes, kept)),
          unknown: strays.reduce(0) { $0 + profile.counts[$1] })
      case .multiple: return try lists(codes, words, profile)
      }
    }
  }

  /// A part of the times in a column.
  private func time(
    _ part: TimePart, _ profile: WordProfile, _ column: Int, _ table: TextTable
  ) throws -> EncodedColumn {
    let (codes, words) = try table.words(column)
    let form = forms.time(profile.name, profile.words(most: 500))
    let readings = (0..<words.count).map { form?.reading(words[$0]) }
    let times = readings.indices.map { code in
      readings[code]?.seconds ?? TimeForm(plain: words[code])?.time(words[code])
    }
    func rows(_ isMeant: (Int) -> Bool) -> Int {
      times.indices.reduce(0) { $0 + (isMeant($1) ? profile.counts[$1] : 0) }
    }
    let unknown = rows { times[$0] == nil }
    let otherUnits = rows { code in readings[code].map { $0.form != form } ?? false }
    if part == .age {
      let numbers = RowNumbers.coded(codes, times.map { $0.map(TimePart.years) ?? .nan })
      return EncodedColumn(
        column: try self.numbers(numbers), unknown: unknown, otherUnits: otherUnits)
    }
    let made = try self.words(codes, times.map { $0.map(part.word) }, profile.counts)
    return EncodedColumn(
      column: made.column, unknown: made.unknown + unknown, otherUnits: otherUnits)
  }

  /// Ids of words; nil is no word.
  private func words(
    _ codes: RowCodes, _ words: [String?], _ counts: [Int]
  ) throws -> EncodedColumn {
    var unknown = 0
    let known = Int32((feature.tableRows ?? 1) - 1)
    var idOfCode: [Int32] = []
    for (code, word) in words.enumerated() {
      guard let word else {
        idOfCode.append(0)
        continue
      }
      if case .hashed(let buckets) = feature.kind {
        idOfCode.append(Int32(1 + WordList([word]).stableHash(0) % UInt64(buckets)))
      } else if let id = ids[word] {
        idOfCode.append(id)
      } else {
        idOfCode.append(known + 1)
        unknown += counts[code]
      }
    }
    let recipe = Recipe.ids(codes, idOfCode: idOfCode, missing: 0)
    return EncodedColumn(
      column: .categories(try recipe.values(in: ColumnMemory(), Int32.self, .never)),
      unknown: unknown)
  }

  private func numbers(_ numbers: RowNumbers) throws -> DataSet.Column {
    let raw = try Recipe.raw(numbers).values(in: ColumnMemory(), Float.self, .never)
    switch feature.kind {
    case .numeric(let transform):
      let made = Recipe.transformed(numbers, transform)
      return .numbers(
        raw: raw, transformed: try made.values(in: ColumnMemory(), Float.self, .never))
    case .binned(let edges):
      let made = Recipe.bins(numbers, Bins(edges: edges))
      return .bins(raw: raw, ids: try made.values(in: ColumnMemory(), Int32.self, .never))
    case .categorical, .hashed, .multiple: return .numbers(raw: raw, transformed: raw)
    }
  }

  /// Lists, cut at the sign that gives the most items that the model knows.
  private func lists(
    _ codes: RowCodes, _ words: WordList, _ profile: WordProfile
  ) throws -> EncodedColumn {
    let some = profile.words(most: 500)
    let marks: [Character] = ["|", ",", ";", " ", "\t"]
    let separator = marks.max { one, other in knownItems(some, one) < knownItems(some, other) }
    var starts = [0]
    var items: [Int32] = []
    var unknown = 0
    let known = Int32((feature.tableRows ?? 1) - 1)
    for code in 0..<words.count {
      for part in words[code].split(separator: separator ?? "|") {
        let word = String(ListGuess.item(part))
        if word.isEmpty { continue }
        if ids[word] == nil { unknown += profile.counts[code] }
        items.append(ids[word] ?? known + 1)
      }
      starts.append(items.count)
    }
    let lists = Recipe.ids(codes, idOfCode: (0..<Int32(words.count)).map { $0 }, missing: -1)
    return EncodedColumn(
      column: .lists(
        ItemLists(
          lists: try lists.values(in: ColumnMemory(), Int32.self, .never), starts: Values(starts),
          ids: Values(items), weights: Values(items.map { _ in Float(1) }))), unknown: unknown)
  }

  private func knownItems(_ words: [String], _ separator: Character) -> Int {
    words.reduce(0) { sum, word in
      sum + word.split(separator: separator).count { ids[String(ListGuess.item($0))] != nil }
    }
  }
}

extension TextTable {
  /// A column's rows as texts, empty where missing.
  fileprivate func texts(_ column: Int) throws -> [String] {
    let (codes, words) = try words(column)
    let texts = words.strings
    return (0..<codes.count).map { codes[$0] < 0 ? "" : texts[Int(codes[$0])] }
  }
}

extension FormRecognition {
  /// Whether commas do not separate the fields.
  var hasFreeCommas: Bool { form.separator != UInt8(ascii: ",") }
}

extension Feature {
  /// Whether "NA" is one of its words, as of countries.
  fileprivate var knowsNA: Bool {
    if case .categorical(let vocabulary) = kind { return vocabulary.contains("NA") }
    return false
  }
}
