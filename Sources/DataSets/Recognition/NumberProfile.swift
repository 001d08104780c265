/// What the words of a column are as numbers of one style.
struct NumberProfile {
  private(set) var least = Double.infinity
  private(set) var largest = -Double.infinity
  /// Whether there are numbers, and all of them are whole.
  private(set) var isWhole = false
  /// Whether some begin with a zero, as postal codes do.
  private(set) var arePadded = false
  /// The codes of words that are no numbers, or none that 32 bits hold, and how many rows have one.
  private(set) var strays: [Int32] = []
  private(set) var strayRows = 0
  private var numberWords = 0
  private var scientificWords = 0
  private let rows: Int

  /// Rows with other words up to which a column holds numbers: a fifth.
  private static let toleratedShare = 5
  private static let toleratedWords = 50

  init(_ profile: WordProfile, _ style: NumberStyle) {
    rows = profile.rows
    isWhole = true
    for code in profile.counts.indices where profile.counts[code] > 0 {
      profile.words.withBytes(of: code) { word in
        if let number = style.number(word), abs(number) <= Double(Float.greatestFiniteMagnitude) {
          add(number, word)
        } else {
          strays.append(Int32(code))
          strayRows += profile.counts[code]
        }
      }
      // What follows would not make it a column of numbers.
      if strays.count > Self.toleratedWords, strayRows * Self.toleratedShare > rows { break }
    }
    if numberWords == 0 { isWhole = false }
  }

  private mutating func add(_ number: Double, _ word: UnsafeBufferPointer<UInt8>) {
    numberWords += 1
    least = min(least, number)
    largest = max(largest, number)
    if number != number.rounded() {
      isWhole = false
    } else if word.count > 1, word[0] == UInt8(ascii: "0"), word[1] != UInt8(ascii: ".") {
      arePadded = true
    } else if abs(number) > Double(1 << 24),
      word.contains(where: { $0 | 0x20 == UInt8(ascii: "e") })
    {
      scientificWords += 1
    }
  }

  /// Whether few enough words are something else.
  var areMost: Bool {
    strayRows * Self.toleratedShare <= rows && strays.count <= Self.toleratedWords
  }

  /// Whether some are above what a 32-bit number holds exactly.
  var areLarge: Bool { max(-least, largest) > Double(1 << 24) }

  /// Whether most are written as 1.23E+11, which a spreadsheet does with long ids.
  var areScientific: Bool { scientificWords * 2 > numberWords }
}

extension WordProfile {
  /// Rows with one of some words.
  func rows(of codes: [Int32]) -> Int { codes.reduce(0) { $0 + counts[Int($1)] } }

  /// The numbers of the column: their style, and the share of its first words that are some; nil if fewer
  /// than half are.
  ///
  /// Thousands signs may come late: where the first words' style does not read others, these have a say in it, too.
  func numbers(
    commas: Bool, given: NumberStyle?
  ) -> (style: NumberStyle, share: Double, numbers: NumberProfile)? {
    let some = first.words
    guard var (style, share) = first.style(commas: commas, given: given) else { return nil }
    var numbers = NumberProfile(self, style)
    let others = numbers.strays.prefix(some.count).map { words[Int($0)] }
    let wider = NumberStyle.detect(some + others, commas: commas, given: given)?.style ?? style
    if wider != style {
      style = wider
      share = Double(some.count { style.number($0) != nil }) / Double(some.count)
      numbers = NumberProfile(self, style)
    }
    // Plain numbers, such as ids, stay what they are where the line says how others are written.
    if given != nil, isRead(alike: style, .plain) { style = .plain }
    return (style, share, numbers)
  }

  /// Whether two styles read each word as the same number.
  private func isRead(alike one: NumberStyle, _ other: NumberStyle) -> Bool {
    counts.indices.allSatisfy { code in
      counts[code] == 0
        || words.withBytes(of: code) { one.number($0) == other.number($0) }
    }
  }

  /// The codes of words that are no numbers in the column's style.
  func strays(commas: Bool, given: NumberStyle?) -> [Int32] {
    let style = numbers(commas: commas, given: given)?.style ?? .plain
    return counts.indices.filter { code in
      counts[code] > 0
        && !words.withBytes(of: code) {
          style.number($0).map { abs($0) <= Double(Float.greatestFiniteMagnitude) } ?? false
        }
    }.map { Int32($0) }
  }

  /// Whole numbers that are written with more than their digits, such as 3.0 or 007, with those digits.
  var longWholes: some Sequence<(code: Int, digits: String)> {
    counts.indices.lazy.filter { counts[$0] > 0 }.compactMap {
      code -> (code: Int, digits: String)? in
      words.withBytes(of: code) { word -> (code: Int, digits: String)? in
        let digits = word.first == UInt8(ascii: "-") ? word.dropFirst() : word[...]
        let isPlain =
          (digits.count == 1 || digits.first != UInt8(ascii: "0"))
          && digits.allSatisfy { (0x30...0x39).contains($0) }
        // Larger ones are not told apart by their numbers.
        guard !isPlain, let number = NumberStyle.plain.number(word), number == number.rounded(),
          abs(number) < 0x1p53
        else { return nil }
        return (code, "\(Int(number))")
      }
    }
  }

  /// A word such as 1.23457E+11, if most are: a spreadsheet rounded them.
  var roundedID: String? {
    let some = first.words
    let rounded = some.filter { $0.contains("E+") && NumberStyle.plain.number($0) != nil }
    return rounded.count * 2 > some.count ? rounded[0] : nil
  }
}
