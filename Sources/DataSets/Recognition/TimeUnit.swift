/// Counts since 1970 whose unit is another than the column's.
///
/// A number of a likely year in one unit is in the others at least ten thousand years away, or in January 1970.
extension TimeForm {
  private static let units: [TimeForm] = [.seconds, .milliseconds, .microseconds, .nanoseconds]

  /// Whether it counts since 1970.
  var isUnit: Bool { Self.units.contains(self) }

  /// The unit in which a count is of a likely year, where it is not in this one.
  func otherUnit(_ word: String) -> TimeForm? {
    guard isUnit, !isLikely(word) else { return nil }
    return Self.units.first { $0.isLikely(word) }
  }

  /// Seconds since 1970, of a count in the unit in which its year is likely; nil if the word is no time.
  func timeInOwnUnit(_ word: String) -> Double? { (otherUnit(word) ?? self).time(word) }

  /// The most frequent unit of words that are all counts of a likely year; nil if there are others.
  init?(unitOf words: [String]) {
    var counts: [TimeForm: Int] = [:]
    for word in words {
      guard let unit = Self.units.first(where: { $0.isLikely(word) }) else { return nil }
      counts[unit, default: 0] += 1
    }
    guard let most = Self.units.max(by: { counts[$0] ?? 0 < counts[$1] ?? 0 }), !words.isEmpty
    else { return nil }
    self = most
  }
}
