/// A count of seconds or of parts of them since 1970, as a word writes it.
struct CountOfTime {
  private let count: Double
  /// The count where it is whole, which a `Double` might round.
  private let whole: Int64?
  private let length: Int

  /// 1990 to 2039, in seconds since 1970.
  private static let likely = 631_152_000.0...2_208_988_800

  /// nil of a word that is no number.
  init?(_ word: String) {
    whole = Int64(word)
    guard let number = whole.map(Double.init) ?? NumberStyle.plain.number(word), abs(number) < 1e19
    else { return nil }
    count = number
    length = word.utf8.count
  }

  /// Seconds since 1970 of a count in a unit.
  func seconds(in unit: TimeForm) -> Double {
    let perSecond = unit.perSecond ?? 1
    guard let whole else { return count / Double(perSecond) }
    let (seconds, rest) = whole.quotientAndRemainder(dividingBy: perSecond)
    return Double(seconds) + Double(rest) / Double(perSecond)
  }

  /// Whether it is of a likely year in a unit.
  func isLikely(in unit: TimeForm) -> Bool {
    length >= 9 && Self.likely.contains(seconds(in: unit))
  }

  /// The first unit in which it is of a likely year.
  var unit: TimeForm? { TimeForm.units.first(where: isLikely) }
}

/// Counts since 1970 whose unit is another than the column's.
///
/// A number of a likely year in one unit is in the others at least ten thousand years away, or in January 1970.
extension TimeForm {
  static let units = allCases.filter { $0.perSecond != nil }

  /// Seconds since 1970 of a word, and the form they were read in: this one, or of a count whose year is likely
  /// in another unit alone, that unit; nil if the word is no time.
  func reading(_ word: String) -> (seconds: Double, form: TimeForm)? {
    guard perSecond != nil else { return time(word).map { ($0, self) } }
    guard let count = CountOfTime(word) else { return nil }
    let form = count.isLikely(in: self) ? self : count.unit ?? self
    return (count.seconds(in: form), form)
  }

  /// Whether a word is a count whose year is likely in another unit alone.
  func isInOtherUnit(_ word: String) -> Bool { reading(word).map { $0.form != self } ?? false }

  /// The most frequent unit of words that are all counts of a likely year; nil if there are others.
  init?(unitOf words: [String]) {
    var counts: [TimeForm: Int] = [:]
    for word in words {
      guard let unit = CountOfTime(word)?.unit else { return nil }
      counts[unit, default: 0] += 1
    }
    guard let most = Self.units.max(by: { counts[$0] ?? 0 < counts[$1] ?? 0 }), !words.isEmpty
    else { return nil }
    self = most
  }
}
