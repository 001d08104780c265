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

  /// Of numbers: how many there are in a second.
  private var perSecond: Int64? {
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

  /// 1990 to 2039, in seconds since 1970.
  private static let likely = 631_152_000.0...2_208_988_800

  /// Whether a word is a time in this form, of a likely year.
  func isLikely(_ word: String) -> Bool {
    switch self {
    case .iso, .compactDate, .dayFirst, .monthFirst: return time(word) != nil
    case .seconds, .milliseconds, .microseconds, .nanoseconds:
      guard word.utf8.count >= 9, let seconds = time(word) else { return false }
      return Self.likely.contains(seconds)
    }
  }

  /// Seconds since 1970 in UTC; nil if the word is no time in this form.
  package func time(_ word: String) -> Double? {
    switch self {
    case .iso: return ISOTime(word)?.seconds
    case .compactDate: return Self.compactDate(word)
    case .dayFirst, .monthFirst: return DayTime(word, dayFirst: self == .dayFirst)?.seconds
    case .seconds, .milliseconds, .microseconds, .nanoseconds:
      let perSecond = self.perSecond ?? 1
      if let whole = Int64(word) {
        let (seconds, rest) = whole.quotientAndRemainder(dividingBy: perSecond)
        return Double(seconds) + Double(rest) / Double(perSecond)
      }
      guard let number = NumberStyle.plain.number(word), abs(number) < 1e19 else { return nil }
      return number / Double(perSecond)
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

/// Days of the Gregorian calendar, counted from 1 January 1970.
enum CivilDay {
  /// Hinnant's `days_from_civil`.
  static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Hinnant's `civil_from_days`.
  static func date(_ number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (
      yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  static func exists(_ year: Int, _ month: Int, _ day: Int) -> Bool {
    guard (1...12).contains(month), (1...31).contains(day) else { return false }
    return date(number(year, month, day)) == (year, month, day)
  }
}

/// A point in time as ISO 8601 writes it, in UTC where no zone is given.
private struct ISOTime {
  let seconds: Double

  init?(_ word: String) {
    var bytes = Array(word.utf8)[...]
    guard bytes.count >= 10, let year = Self.digits(&bytes, 4), let mark = bytes.popFirst(),
      mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/"),
      let month = Self.digits(&bytes, 2), bytes.popFirst() == mark,
      let day = Self.digits(&bytes, 2), CivilDay.exists(year, month, day)
    else { return nil }
    var seconds = Double(CivilDay.number(year, month, day)) * 86_400
    if let mark = bytes.popFirst() {
      guard mark == UInt8(ascii: "T") || mark == UInt8(ascii: " "),
        let time = Self.timeOfDay(&bytes), let offset = Self.zone(&bytes), bytes.isEmpty
      else { return nil }
      seconds += time - offset
    }
    self.seconds = seconds
  }

  private static func digits(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> Int? {
    let taken = bytes.prefix(count)
    guard taken.count == count, taken.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    bytes = bytes.dropFirst(count)
    return taken.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// Seconds since midnight: hh:mm, hh:mm:ss or with a fraction.
  private static func timeOfDay(_ bytes: inout ArraySlice<UInt8>) -> Double? {
    guard let hour = digits(&bytes, 2), hour < 25, bytes.popFirst() == UInt8(ascii: ":"),
      let minute = digits(&bytes, 2), minute < 60
    else { return nil }
    var time = Double(hour * 3600 + minute * 60)
    guard bytes.first == UInt8(ascii: ":") else { return time }
    bytes = bytes.dropFirst()
    guard let second = digits(&bytes, 2), second < 62 else { return nil }
    time += Double(second)
    guard bytes.first == UInt8(ascii: ".") || bytes.first == UInt8(ascii: ",") else { return time }
    bytes = bytes.dropFirst()
    var scale = 0.1
    while let digit = digits(&bytes, 1) {
      time += Double(digit) * scale
      scale /= 10
    }
    return time
  }

  /// Seconds east of UTC: nothing, Z, +02:00, +0200 or +02.
  private static func zone(_ bytes: inout ArraySlice<UInt8>) -> Double? {
    while bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
    guard let mark = bytes.popFirst() else { return 0 }
    if mark == UInt8(ascii: "Z") || mark == UInt8(ascii: "z") { return 0 }
    if mark == UInt8(ascii: "U"), bytes.elementsEqual("TC".utf8) {
      bytes = []
      return 0
    }
    guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-"), let hours = digits(&bytes, 2)
    else { return nil }
    if bytes.first == UInt8(ascii: ":") { bytes = bytes.dropFirst() }
    let minutes = bytes.isEmpty ? 0 : digits(&bytes, 2)
    guard let minutes else { return nil }
    let offset = Double(hours * 3600 + minutes * 60)
    return mark == UInt8(ascii: "-") ? -offset : offset
  }
}
