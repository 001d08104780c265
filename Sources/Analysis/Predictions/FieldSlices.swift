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

  /// The largest slice first for words, the smallest numbers first for numbers; rows without a value last.
  let slices: [Slice]

  /// Cuts `rows` of `data` by the field called `name`.
  ///
  /// Words beyond the `most` frequent ones share a slice; a row is in the slice of each of its words.
  /// - Throws: `AnalysisError.unknownField`, or `CancellationError` after an interrupt.
  init(
    of rows: [Int32], in data: DataSet, by name: String, quantiles: Int, most: Int,
    interrupt: Interrupt
  ) throws {
    guard let field = data.schema.features.firstIndex(where: { $0.name == name }) else {
      throw AnalysisError.unknownField(name, known: data.schema.features.map(\.name))
    }
    var watch = Watch(interrupt)
    switch data.columns[field] {
    case .categories(let ids):
      slices = try Self.words(rows.count, most, &watch) {
        [max(0, ids[Int(rows[$0])])]
      } name: {
        data.word(of: $0, feature: field) ?? "?"
      }
    case .lists(let lists):
      slices = try Self.words(rows.count, most, &watch) { index in
        let ids = Set(lists.items(ofRow: Int(rows[index])).map { max(0, lists.ids[$0]) })
        return ids.isEmpty ? [0] : ids.sorted()
      } name: {
        data.word(of: $0, feature: field) ?? "?"
      }
    case .numbers(let raw, _), .bins(let raw, _):
      slices = try Self.numbers(rows.map { raw[Int($0)] }, quantiles, &watch)
    }
  }

  private static func words(
    _ count: Int, _ most: Int, _ watch: inout Watch, ids: (Int) -> [Int32],
    name: (Int32) -> String
  ) throws(CancellationError) -> [Slice] {
    var members: [Int32: [Int]] = [:]
    for index in 0..<count {
      try watch.step()
      for id in ids(index) { members[id, default: []].append(index) }
    }
    let missing = members.removeValue(forKey: 0)
    let ordered = members.sorted {
      $0.value.count == $1.value.count ? $0.key < $1.key : $0.value.count > $1.value.count
    }
    var slices = ordered.prefix(most).map { Slice(name: name($0.key), members: $0.value) }
    let rest = ordered.dropFirst(most)
    if !rest.isEmpty {
      let others = Set(rest.flatMap(\.value)).sorted()
      slices.append(
        Slice(name: "other (\(Phrase.count(rest.count, "value")))", members: others))
    }
    return slices + (missing.map { [Slice(name: "missing", members: $0)] } ?? [])
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
    return slices + (missing.isEmpty ? [] : [Slice(name: "missing", members: missing)])
  }

  private static func name(_ least: Float, _ largest: Float) -> String {
    func text(_ value: Float) -> String {
      (value == value.rounded() && value.magnitude < 0x1p24
        ? NumberFormat.count : .significant(4)).text(Double(value))
    }
    return least == largest ? text(least) : "\(text(least)) to \(text(largest))"
  }
}
