/// Digits and times of day, taken from the front of a word.
extension ArraySlice<UInt8> {
  /// The number that the next digits make, at most as many as allowed; nil if there are too few.
  mutating func takeDigits(_ count: ClosedRange<Int>) -> Int? {
    let digits = prefix(count.upperBound).prefix { (0x30...0x39).contains($0) }
    guard digits.count >= count.lowerBound else { return nil }
    self = dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  /// Seconds since midnight: 9:05, 21:05:30, 21:05:30.25, 9:05 PM, 24:00; nil for anything else.
  mutating func takeTimeOfDay() -> Double? {
    guard var hour = takeDigits(1...2), popFirst() == UInt8(ascii: ":"),
      let minute = takeDigits(2...2), minute < 60, let second = takeSeconds(),
      hour < 24 || (hour == 24 && minute == 0 && second == 0)
    else { return nil }
    if let isAfternoon = takeHalfOfDay() {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return Double(hour * 3600 + minute * 60) + second
  }

  /// :30 or :30.25, up to a leap second; 0 if there is no colon.
  private mutating func takeSeconds() -> Double? {
    guard first == UInt8(ascii: ":") else { return 0 }
    removeFirst()
    guard let whole = takeDigits(2...2), whole < 62 else { return nil }
    guard first == UInt8(ascii: ".") || first == UInt8(ascii: ",") else { return Double(whole) }
    removeFirst()
    var seconds = Double(whole)
    var scale = 0.1
    while let digit = takeDigits(1...1) {
      seconds += Double(digit) * scale
      scale /= 10
    }
    return seconds
  }

  /// Whether PM follows, perhaps after a space; nil if neither AM nor PM does.
  private mutating func takeHalfOfDay() -> Bool? {
    let rest = drop { $0 == UInt8(ascii: " ") }
    switch String(decoding: rest.prefix(2), as: UTF8.self).lowercased() {
    case "am":
      self = rest.dropFirst(2)
      return false
    case "pm":
      self = rest.dropFirst(2)
      return true
    default: return nil
    }
  }
}
