import System

/// What a field's values are like over the rows of all parts.
package struct FieldStatistics: Sendable, Codable, Equatable {
  /// Rows without a value.
  package var missing = 0
  /// Rows whose word is in too few training rows, and rows whose word is in none; of a multi-valued
  /// feature, such words.
  package var rare = 0
  package var unseen = 0
  /// Different words that are too rare, and that no training row holds.
  package var rareWords = 0
  package var unseenWords = 0
  /// Words in all rows together, of a multi-valued feature: what its words are counted by, not rows.
  package var values: Int?
  /// Different values; of numbers, nil if there are more than `NumberTally.limit`.
  package var distinct: Int?
  /// The most frequent ids with their rows, or how often they stand in lists.
  package var top: [Count] = []
  /// Of numbers: mean and population deviation, least and largest; nil without any.
  package var mean: Double?
  package var deviation: Double?
  package var least: Double?
  package var largest: Double?

  /// A value by its id, and how many rows have it.
  package struct Count: Sendable, Codable, Equatable {
    package var id: Int
    package var rows: Int
  }

  init() {}

  /// Counted anew from a data set's columns; words that the vocabulary lacks count as unseen.
  init(of feature: Int, in data: DataSet, _ interrupt: Interrupt) throws {
    var watch = Watch(interrupt)
    let parts = data.split.partOfRow(count: nil)
    switch data.columns[feature] {
    case .categories(let ids):
      let known = (data.schema.features[feature].tableRows ?? 1) - 1
      try count(ids, parts, known: known, &watch)
    case .bins(let raw, _), .numbers(let raw, _): try count(raw, parts, &watch)
    case .lists(let lists):
      for (row, part) in parts.enumerated() where part != nil {
        try watch.step()
        if lists.items(ofRow: row).isEmpty { missing += 1 }
      }
      distinct = data.schema.features[feature].tableRows.map { $0 - 1 }
    }
  }

  private mutating func count(
    _ ids: Values<Int32>, _ parts: [Split.Part?], known: Int, _ watch: inout Watch
  ) throws {
    var counts = [Int](repeating: 0, count: known + 1)
    for (row, part) in parts.enumerated() where part != nil {
      try watch.step()
      let id = Int(ids[row])
      if id > known { unseen += 1 } else { counts[max(0, id)] += 1 }
    }
    missing = counts[0]
    distinct = known
    setTop(counts)
  }

  private mutating func count(
    _ numbers: Values<Float>, _ parts: [Split.Part?], _ watch: inout Watch
  ) throws {
    var tally = NumberTally()
    for (row, part) in parts.enumerated() where part != nil {
      try watch.step()
      tally.add(Double(numbers[row]))
    }
    try tally.second { body in
      for (row, part) in parts.enumerated() where part != nil {
        try watch.step()
        body(Double(numbers[row]))
      }
    }
    self.take(tally)
  }

  /// The three largest of counts by id; ties in the vocabulary's order.
  mutating func setTop(_ counts: [Int]) {
    var best: [Count] = []
    for (id, rows) in counts.enumerated().dropFirst() where rows > 0 {
      if best.count == 3, best[2].rows >= rows { continue }
      let rank = best.firstIndex { $0.rows < rows } ?? best.count
      best.insert(Count(id: id, rows: rows), at: rank)
      if best.count > 3 { best.removeLast() }
    }
    top = best
  }

  mutating func take(_ tally: NumberTally) {
    missing = tally.missing
    distinct = tally.distinct
    mean = tally.mean
    deviation = tally.deviation
    least = tally.least
    largest = tally.largest
  }
}

/// Mean, deviation, range and different values of numbers that pass by twice.
struct NumberTally {
  /// Different numbers that are counted at most.
  static let limit = 100_000

  private(set) var missing = 0
  private(set) var least: Double?
  private(set) var largest: Double?
  private var count = 0.0
  private var sum = 0.0
  private var squares = 0.0
  private var seen: Set<UInt64> = []
  private var isFull = false
  /// Numbers looked up last: most of a column's repeat.
  private var recent = [UInt64](repeating: .max, count: 1 << 12)

  var distinct: Int? { isFull ? nil : seen.count }
  var mean: Double? { count > 0 ? sum / count : nil }
  var deviation: Double? { count > 0 ? (squares / count).squareRoot() : nil }

  /// The first pass.
  mutating func add(_ number: Double) {
    if number.isNaN {
      missing += 1
      return
    }
    count += 1
    sum += number
    least = min(least ?? number, number)
    largest = max(largest ?? number, number)
    if isFull { return }
    let bits = number == 0 ? 0 : number.bitPattern
    let slot = Int((bits &* 0x9e37_79b9_7f4a_7c15) >> 52)
    if recent[slot] == bits { return }
    recent[slot] = bits
    seen.insert(bits)
    if seen.count > Self.limit {
      isFull = true
      seen = []
    }
  }

  /// The second pass: calls `pass` with what takes each number.
  mutating func second(_ pass: ((Double) -> Void) throws -> Void) rethrows {
    guard let mean else { return }
    var squares = 0.0
    try pass { number in
      if !number.isNaN { squares += (number - mean) * (number - mean) }
    }
    self.squares = squares
  }
}
