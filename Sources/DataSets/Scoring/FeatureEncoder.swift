import System

/// What a feature is made of.
enum FeatureSource {
  case column(Int)
  case time(Int, TimePart)
}

/// A column as a model's feature.
struct EncodedColumn {
  let column: DataSet.Column
  /// Rows with a word that the model does not know, or that is no number or time.
  let unknown: Int
  /// Rows with a time that counts in another unit than the model's.
  var otherUnits = 0
}

/// Encodes a column as a model's feature.
struct FeatureEncoder: Sendable {
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
