import DataSets
import Display
import System

/// Rows cut by a field: one slice per value, or per quantile of numbers.
struct FieldSlices {
  struct Slice {
    let name: String
    /// Indices among the rows that were cut, ascending.
    let members: [Int]
  }

  /// Rows of a word that has a slice of its own, and of a slice that a verdict is about.
  static let leastRows = 10

  /// The name of the slice of rows without a value.
  private static let missing = "missing"

  /// The largest slice first for words, the smallest numbers first for numbers; rows without a value last.
  let slices: [Slice]
  /// Why numbers have fewer slices than were asked for; nil if they have as many, or
  /// if no number was asked for.
  private(set) var shortfall: String?

  /// Cuts `rows` of `data` by the field called `name`.
  ///
  /// Without `quantiles` numbers have four slices, or as few as their values allow.
  /// Words on fewer than ten rows share a slice with those beyond the `most` frequent ones; a row is in
  /// the slice of each of its words.
  /// - Throws: `AnalysisError.unknownField`, `.rareValues` of many words that have hardly any rows each;
  ///   `CancellationError` after an interrupt.
  init(
    of rows: [Int32], in data: DataSet, by name: String, quantiles: Int?, most: Int,
    interrupt: Interrupt
  ) throws {
    guard let field = data.schema.features.firstIndex(where: { $0.name == name }) else {
      throw AnalysisError.unknownField(name, known: data.schema.features.map(\.name))
    }
    var watch = Watch(interrupt)
    switch data.columns[field] {
    case .categories(let ids):
      slices = try Self.words(of: name, rows.count, most, &watch) {
        [max(0, ids[Int(rows[$0])])]
      } word: {
        data.word(of: $0, feature: field) ?? "?"
      }
    case .lists(let lists):
      slices = try Self.words(of: name, rows.count, most, &watch) { index in
        let ids = Set(lists.items(ofRow: Int(rows[index])).map { max(0, lists.ids[$0]) })
        return ids.isEmpty ? [0] : ids.sorted()
      } word: {
        data.word(of: $0, feature: field) ?? "?"
      }
    case .numbers(let raw, _), .bins(let raw, _):
      let values = rows.map { raw[Int($0)] }
      slices = try Self.numbers(values, quantiles ?? 4, &watch)
      let count = slices.count { $0.name != Self.missing }
      shortfall = quantiles.flatMap { Self.shortfall(of: count, $0, values) }
    }
  }

  /// Two passes, so that only the words that get a slice keep their rows; the id of a missing word is 0.
  private static func words(
    of field: String, _ count: Int, _ most: Int, _ watch: inout Watch, ids: (Int) -> [Int32],
    word: (Int32) -> String
  ) throws -> [Slice] {
    var counts: [Int32: Int] = [:]
    for index in 0..<count {
      try watch.step()
      for id in ids(index) { counts[id, default: 0] += 1 }
    }
    let isMissing = counts.removeValue(forKey: 0) != nil
    let frequent = counts.filter { $0.value >= leastRows }
      .sorted { $0.value == $1.value ? $0.key < $1.key : $0.value > $1.value }.prefix(most)
    let rest = counts.count - frequent.count
    if frequent.isEmpty && !counts.isEmpty {
      throw AnalysisError.rareValues(
        field: field, values: counts.count, rows: count, least: leastRows)
    }
    var slots = Dictionary(uniqueKeysWithValues: frequent.enumerated().map { ($1.key, $0) })
    slots[0] = frequent.count + 1
    let other = "other (\(Phrase.count(rest, "value")))"
    let names = frequent.map { word($0.key) } + [other, missing]
    var members = names.map { _ in [Int]() }
    for index in 0..<count {
      try watch.step()
      let own = Set(ids(index).map { slots[$0] ?? frequent.count })
      for slot in own { members[slot].append(index) }
    }
    return zip(names, members).enumerated().filter { index, _ in
      index < frequent.count || (index == frequent.count ? rest > 0 : isMissing)
    }.map { Slice(name: $1.0, members: $1.1) }
  }

  /// Equal shares of the rows by ascending number; equal numbers are never cut apart.
  private static func numbers(
    _ values: [Float], _ quantiles: Int, _ watch: inout Watch
  ) throws(CancellationError) -> [Slice] {
    let present = values.indices.filter { !values[$0].isNaN }
    let sorted = present.map { values[$0] }.sorted()
    let edges = (1..<max(1, quantiles)).compactMap { quantile -> Float? in
      sorted.isEmpty ? nil : sorted[min(sorted.count - 1, quantile * sorted.count / quantiles)]
    }
    var members = [[Int]](repeating: [], count: edges.count + 1)
    var missing: [Int] = []
    for index in values.indices {
      try watch.step()
      let value = values[index]
      if value.isNaN {
        missing.append(index)
      } else {
        members[edges.count { $0 <= value }].append(index)
      }
    }
    let slices = members.filter { !$0.isEmpty }.map { members in
      let range = members.map { values[$0] }
      return Slice(name: name(range.min() ?? .nan, range.max() ?? .nan), members: members)
    }
    return slices + (missing.isEmpty ? [] : [Slice(name: Self.missing, members: missing)])
  }

  private static func shortfall(of count: Int, _ quantiles: Int, _ values: [Float]) -> String? {
    let present = values.count { !$0.isNaN }
    if count == 0 || count >= quantiles { return nil }
    let reason =
      present < quantiles
      ? "there \(present == 1 ? "is" : "are") \(Phrase.count(present, "row")) with a value"
      : "rows of equal value stay together"
    return "Only \(Phrase.count(count, "slice")) instead of \(quantiles): \(reason)."
  }

  private static func name(_ least: Float, _ largest: Float) -> String {
    func text(_ value: Float) -> String {
      (value == value.rounded() && value.magnitude < 0x1p24
        ? NumberFormat.count : .significant(4)).text(Double(value))
    }
    return least == largest ? text(least) : "\(text(least)) to \(text(largest))"
  }
}
