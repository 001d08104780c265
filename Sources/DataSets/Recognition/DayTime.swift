/// A point in time whose date does not begin with the year: 31.01.2024, 1/31/24 9:05 PM; in UTC.
struct DayTime {
  let seconds: Double

  init?(_ word: String, dayFirst: Bool) {
    var bytes = Array(word.utf8)[...]
    guard let first = Self.number(&bytes, 1...2), let mark = bytes.popFirst(),
      mark == UInt8(ascii: "/") || mark == UInt8(ascii: "-")
        || (mark == UInt8(ascii: ".") && dayFirst),
      let second = Self.number(&bytes, 1...2), bytes.popFirst() == mark,
      let digits = Self.number(&bytes, mark == UInt8(ascii: "/") ? 2...4 : 4...4)
    else { return nil }
    // Years of two digits, as spreadsheets write them: 1970 to 2069.
    let year = digits > 99 ? digits : digits < 70 ? 2000 + digits : 1900 + digits
    let (day, month) = dayFirst ? (first, second) : (second, first)
    guard (1900...2100).contains(year), CivilDay.exists(year, month, day),
      let time = Self.timeOfDay(&bytes)
    else { return nil }
    seconds = Double(CivilDay.number(year, month, day)) * 86_400 + time
  }

  /// As many digits as there are, if their count is allowed.
  private static func number(_ bytes: inout ArraySlice<UInt8>, _ count: ClosedRange<Int>) -> Int? {
    let digits = bytes.prefix { (0x30...0x39).contains($0) }
    guard count.contains(digits.count) else { return nil }
    bytes = bytes.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// Seconds since midnight of what follows a date: nothing, or 9:05, 21:05:30, 9:05 PM.
  private static func timeOfDay(_ bytes: inout ArraySlice<UInt8>) -> Double? {
    while let byte = bytes.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: ",") {
      bytes.removeFirst()
    }
    if bytes.isEmpty { return 0 }
    guard var hour = number(&bytes, 1...2), hour < 24, bytes.popFirst() == UInt8(ascii: ":"),
      let minute = number(&bytes, 2...2), minute < 60
    else { return nil }
    var second = 0
    if bytes.first == UInt8(ascii: ":") {
      bytes.removeFirst()
      guard let found = number(&bytes, 2...2), found < 62 else { return nil }
      second = found
    }
    let half = String(decoding: bytes.filter { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    switch half.lowercased() {
    case "": break
    case "am" where (1...12).contains(hour): hour %= 12
    case "pm" where (1...12).contains(hour): hour = hour % 12 + 12
    default: return nil
    }
    return Double(hour * 3600 + minute * 60 + second)
  }
}

extension WordProfile {
  /// The form of a column of dates, which may begin with year, day or month; nil if it holds none.
  func dates(_ some: [String]) -> ColumnGuess? {
    let likely = [TimeForm.iso, .dayFirst, .monthFirst].filter { form in
      some.count { form.isLikely($0) } * 10 >= some.count * 9
    }
    if likely.isEmpty || some.isEmpty { return nil }
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
