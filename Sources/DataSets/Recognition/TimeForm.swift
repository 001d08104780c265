/// How a column writes points in time.
package enum TimeForm: String, Sendable, Codable, CaseIterable {
  /// Seconds, milli-, micro- or nanoseconds since 1970.
  case seconds, milliseconds, microseconds, nanoseconds
  /// 20240131.
  case compactDate
  /// ISO 8601: 2024-01-31, perhaps with a time of day and a zone. A slash may stand for the hyphen.
  case iso
  /// 31.01.2024, perhaps with a time of day; a slash or a hyphen may stand for the point.
  case dayFirst
  /// 1/31/2024 9:05 PM, with slashes or hyphens.
  case monthFirst

  /// Of counts since 1970: how many there are in a second; nil of dates.
  var perSecond: Int64? {
    switch self {
    case .seconds: 1
    case .milliseconds: 1_000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    case .compactDate, .iso, .dayFirst, .monthFirst: nil
    }
  }

  /// The form of a word by itself; nil if it is no time between 1990 and 2039.
  init?(of word: String) {
    guard let form = Self.allCases.reversed().first(where: { $0.isLikely(word) }) else {
      return nil
    }
    self = form
  }

  /// The same for a word in which day and month cannot be mistaken for each other.
  init?(plain word: String) {
    self.init(of: word)
    if self == .dayFirst || self == .monthFirst { return nil }
  }

  /// The form of nearly all of some words.
  init?(mostOf words: [String]) {
    let counts = Self.allCases.map { form in (form, words.count { form.isLikely($0) }) }
    guard let best = counts.max(by: { $0.1 < $1.1 }), best.1 > 0, best.1 * 10 >= words.count * 9
    else { return nil }
    self = best.0
  }

  /// Whether a word is a time in this form, of a likely year.
  func isLikely(_ word: String) -> Bool {
    perSecond == nil ? time(word) != nil : CountOfTime(word)?.isLikely(in: self) ?? false
  }

  /// Seconds since 1970 in UTC; nil if the word is no time in this form.
  package func time(_ word: String) -> Double? {
    switch self {
    case .iso: return ISOTime(word)?.seconds
    case .compactDate: return Self.compactDate(word)
    case .dayFirst, .monthFirst: return DayTime(word, dayFirst: self == .dayFirst)?.seconds
    case .seconds, .milliseconds, .microseconds, .nanoseconds:
      return CountOfTime(word)?.seconds(in: self)
    }
  }

  /// The day of a count since 1970 as ISO 8601 writes it; nil for other words.
  package static func day(ofCount word: String) -> String? {
    guard let form = TimeForm(of: word), form.perSecond != nil, let seconds = form.time(word) else {
      return nil
    }
    let date = CivilDay.date(Int((seconds / 86_400).rounded(.down)))
    let parts = [date.month, date.day].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(date.year)-\(parts[0])-\(parts[1])"
  }

  private static func compactDate(_ word: String) -> Double? {
    guard word.utf8.count == 8, let number = Int(word), number > 0 else { return nil }
    let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
    guard (1900...2100).contains(year), CivilDay.exists(year, month, day) else { return nil }
    return Double(CivilDay.number(year, month, day)) * 86_400
  }
}
