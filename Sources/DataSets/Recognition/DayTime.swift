/// A point in time whose date does not begin with the year: 31.01.2024, 1/31/24 9:05 PM; in UTC.
struct DayTime {
  let seconds: Double

  init?(_ word: String, dayFirst: Bool) {
    var bytes = Array(word.utf8)[...]
    guard let first = bytes.takeDigits(1...2), let mark = bytes.popFirst(),
      mark == UInt8(ascii: "/") || mark == UInt8(ascii: "-")
        || (mark == UInt8(ascii: ".") && dayFirst),
      let second = bytes.takeDigits(1...2), bytes.popFirst() == mark,
      let digits = bytes.takeDigits(mark == UInt8(ascii: "/") ? 2...4 : 4...4)
    else { return nil }
    // Years of two digits, as spreadsheets write them: 1970 to 2069.
    let year = digits > 99 ? digits : digits < 70 ? 2000 + digits : 1900 + digits
    let (day, month) = dayFirst ? (first, second) : (second, first)
    guard (1900...2100).contains(year), CivilDay.exists(year, month, day),
      let time = Self.timeOfDay(&bytes)
    else { return nil }
    seconds = Double(CivilDay.number(year, month, day)) * 86_400 + time
  }

  /// Seconds since midnight of what follows a date: nothing, or a time of day after a space or comma.
  private static func timeOfDay(_ bytes: inout ArraySlice<UInt8>) -> Double? {
    if bytes.isEmpty { return 0 }
    let rest = bytes.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }
    if rest.isEmpty { return 0 }
    if rest.count == bytes.count { return nil }
    bytes = rest
    guard let time = bytes.takeTimeOfDay() else { return nil }
    return bytes.allSatisfy { $0 == UInt8(ascii: " ") } ? time : nil
  }
}

extension TimeForm {
  /// The forms in which nearly all of some words are dates, which may begin with year, day or month.
  static func dates(nearlyAllOf words: [String]) -> [TimeForm] {
    words.isEmpty
      ? []
      : [.iso, .dayFirst, .monthFirst].filter { form in
        words.count { form.isLikely($0) } * 10 >= words.count * 9
      }
  }
}

extension WordProfile {
  /// The form of a column of dates, which nearly all of some words are; nil if it holds none.
  func dates(_ some: [String]) -> ColumnGuess? {
    let likely = TimeForm.dates(nearlyAllOf: some)
    if likely.isEmpty { return nil }
    // The first rows of a log may all be of a month's first days: the later ones tell.
    var strayRows = likely.map { _ in 0 }
    for code in counts.indices where counts[code] > 0 {
      let word = words[code]
      for (index, form) in likely.enumerated() where form.time(word) == nil {
        strayRows[index] += counts[code]
      }
    }
    guard let fewest = strayRows.min(), fewest * 5 <= rows else { return nil }
    if likely.count > 1, strayRows.allSatisfy({ $0 == fewest }) { return .ambiguousDates }
    return strayRows.firstIndex(of: fewest).map { .time(likely[$0]) }
  }
}
