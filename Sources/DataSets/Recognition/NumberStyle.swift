/// How a column writes its numbers.
package struct NumberStyle: Sendable, Equatable, Codable {
  /// The sign before the decimals.
  package var decimal = UInt8(ascii: ".")
  /// The sign between groups of three digits; a blank stands for the narrow ones of Unicode, too.
  package var thousands: UInt8?
  /// A percent or currency sign, which the value leaves out: 12.5% is 12.5.
  package var sign: String?

  /// Digits with a point before the decimals.
  package static let plain = NumberStyle()

  /// The signs that may stand before or after a number.
  private static let signs = ["%", "$", "€", "£", "¥", "₹", "USD", "EUR", "GBP", "CHF"]

  package init(decimal: UInt8 = UInt8(ascii: "."), thousands: UInt8? = nil, sign: String? = nil) {
    self.decimal = decimal
    self.thousands = thousands
    self.sign = sign
  }

  /// The styles that are tried, in this order; with `commas`, 1,5 and 1,234 have a decimal comma.
  private static func candidates(_ commas: Bool) -> [NumberStyle] {
    let (point, comma, blank) = (UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: " "))
    let european = [
      NumberStyle(decimal: comma), NumberStyle(decimal: comma, thousands: point),
      NumberStyle(decimal: comma, thousands: blank),
    ]
    let american = [
      NumberStyle(decimal: point, thousands: comma), NumberStyle(decimal: point, thousands: blank),
      NumberStyle(decimal: point, thousands: UInt8(ascii: "'")),
    ]
    return [.plain] + (commas ? european + american : american + european)
  }

  /// The style in which most of some words are numbers, and which share of them are; nil if fewer
  /// than half are in any.
  ///
  /// `commas`: commas do not separate the fields, so that one before decimals is likely.
  static func detect(
    _ words: [String], commas: Bool, given: NumberStyle? = nil
  ) -> (style: NumberStyle, share: Double)? {
    if words.isEmpty { return nil }
    let sign = signs.first { sign in
      words.count { $0.hasPrefix(sign) || $0.hasSuffix(sign) || $0.hasPrefix("-" + sign) } * 2
        > words.count
    }
    // Looked at first, as most styles take long to say that a word is no number.
    let possible = sign == nil && given == nil ? words.filter(mayBeNumber) : words
    if possible.count * 2 < words.count { return nil }
    var best: (style: NumberStyle, share: Double)?
    for var style in given?.withThousands ?? candidates(commas) {
      style.sign = sign
      let share = Double(possible.count { style.number($0) != nil }) / Double(words.count)
      if share >= 0.5, share > best?.share ?? 0 { best = (style, share) }
      if share == 1 { break }
    }
    return best
  }

  /// Whether a word has no letter but that of an exponent: no style without a sign reads others.
  private static func mayBeNumber(_ word: String) -> Bool {
    word.utf8.allSatisfy { byte in
      let letter = byte | 0x20
      return letter == UInt8(ascii: "e") || !(0x61...0x7a).contains(letter) || byte >= 0x80
    }
  }

  /// Itself, and with points between thousands if those may stand beside its decimal comma.
  private var withThousands: [NumberStyle] {
    let mayHavePoints = decimal == UInt8(ascii: ",") && thousands == nil
    return [self]
      + (mayHavePoints ? [NumberStyle(decimal: decimal, thousands: UInt8(ascii: "."))] : [])
  }

  /// The style in which a word is a number; nil if in none.
  package static func any(_ word: String) -> NumberStyle? {
    detect([word], commas: true)?.style
  }

  /// The same, or with points between thousands, whichever reads more of some words.
  func reading(most words: [String]) -> NumberStyle {
    var best = self
    for var style in withThousands {
      style.sign = sign
      if words.count(where: { style.number($0) != nil })
        > words.count(where: { best.number($0) != nil })
      {
        best = style
      }
    }
    return best
  }

  /// The number that a word is in this style; nil if it is none or does not fit in 64 bits.
  package func number(_ word: String) -> Double? {
    var word = word
    return word.withUTF8 { number($0) }
  }

  /// The same for the bytes of a word.
  func number(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let start = bytes.baseAddress else { return nil }
    if self == .plain { return DecimalNumber.double(start, bytes.count) }
    return bare(String(decoding: bytes, as: UTF8.self)).flatMap(NumberStyle.plain.number)
  }

  /// The number as it would be written plainly; nil if groups are not of three digits.
  private func bare(_ word: String) -> String? {
    var word = Substring(word)
    var minus = ""
    if word.hasPrefix("-") || word.hasPrefix("\u{2212}") {
      (minus, word) = ("-", word.dropFirst())
    }
    if let sign {
      if word.hasPrefix(sign) { word = word.dropFirst(sign.count) }
      if word.hasSuffix(sign) { word = word.dropLast(sign.count) }
      while word.first?.isWhitespace == true { word = word.dropFirst() }
      while word.last?.isWhitespace == true { word = word.dropLast() }
      if minus.isEmpty, word.hasPrefix("-") { (minus, word) = ("-", word.dropFirst()) }
    }
    let parts = word.split(
      separator: Character(Unicode.Scalar(decimal)), maxSplits: 1, omittingEmptySubsequences: false)
    guard var whole = parts.first else { return nil }
    if parts.count == 2, thousands.map({ parts[1].utf8.contains($0) }) == true { return nil }
    if let thousands {
      let groups = whole.split(omittingEmptySubsequences: false) { isGroupMark($0, thousands) }
      if groups.count > 1 {
        guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        whole = Substring(groups.joined())
      }
    }
    // A point that is no decimal sign here must not become one.
    if decimal != UInt8(ascii: "."), whole.contains(".") || parts.last?.contains(".") == true {
      return nil
    }
    return minus + whole + (parts.count == 2 ? "." + parts[1] : "")
  }

  private func isGroupMark(_ character: Character, _ thousands: UInt8) -> Bool {
    if character.asciiValue == thousands { return true }
    return thousands == UInt8(ascii: " ") && ["\u{a0}", "\u{202f}", "\u{2009}"].contains(character)
  }
}
