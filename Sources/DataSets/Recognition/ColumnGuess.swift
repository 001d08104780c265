/// What a column of words is taken for where the line does not say, and why.
package enum ColumnGuess: Sendable, Equatable {
  /// What a guess goes by.
  package enum Reason: String, Sendable, Codable {
    /// Its name ends in id, key, code, hash or zip.
    case name
    /// Whole numbers above 2^24, which a 32-bit number would round.
    case largeNumbers
    /// Whole numbers from 0 or 1 on with no gaps, each as frequent as chance has it.
    case denseCodes
    /// Whole numbers that begin with a zero, which a number would lose.
    case leadingZeros
    /// Few different values.
    case fewValues
    case words
    /// Words of which most, but too few, look like numbers.
    case mixed
    /// Numbers, of which many differ.
    case numbers
    /// Numbers but for some words, which are read as missing.
    case mostlyNumbers
    /// Points in time.
    case times
  }

  case words(Reason)
  /// `strays` are the codes of words that are no numbers.
  case numbers(NumberStyle, strays: [Int32], Reason)
  case time(TimeForm)
  /// Dates of which each could begin with the day or with the month.
  case ambiguousDates
  /// It has no name and counts the rows.
  case rowNumbers
  /// It has no name and no values.
  case nothing
}

/// The first different words of a column, which show how it writes what it holds.
struct FirstWords {
  let words: [String]

  /// The first of some words.
  init(_ words: some Sequence<String>) { self.words = Array(words.prefix(100)) }

  /// How the column writes numbers, and which share of the words are some; nil if fewer than half are.
  func style(commas: Bool, given: NumberStyle?) -> (style: NumberStyle, share: Double)? {
    NumberStyle.detect(words, commas: commas, given: given)
  }

  /// Whether they are enough to take the column for one of words.
  func areWords(commas: Bool, given: NumberStyle?) -> Bool {
    !words.isEmpty && style(commas: commas, given: given) == nil
      && TimeForm.dates(nearlyAllOf: words).isEmpty
  }
}

/// The words of a column, and how many rows have each.
struct WordProfile {
  let name: String
  /// Whether the header gives it no name.
  let isNameless: Bool
  let words: WordList
  /// Rows by code, and rows without a value.
  let counts: [Int]
  let missing: Int

  let first: FirstWords

  /// Different numbers above which a column of numbers is numeric.
  static let fewValues = 20

  /// A profile of a column with these words, by code.
  init(name: String, isNameless: Bool, words: WordList, counts: [Int], missing: Int) {
    (self.name, self.isNameless, self.words) = (name, isNameless, words)
    (self.counts, self.missing) = (counts, missing)
    first = FirstWords(Self.held(words, counts))
  }

  /// Different words that some row has.
  var distinct: Int { counts.count { $0 > 0 } }
  var rows: Int { counts.reduce(0, +) }
}

extension WordProfile {
  /// What the column is taken for.
  ///
  /// `commas`: commas do not separate the fields.
  func guess(commas: Bool, given: NumberStyle?) -> ColumnGuess {
    if rows == 0 { return isNameless ? .nothing : .words(.words) }
    if isNameless, countsRows { return .rowNumbers }
    guard let (style, share, numbers) = numbers(commas: commas, given: given) else {
      return dates(first.words) ?? .words(.words)
    }
    let isWhole = style == .plain && numbers.isWhole
    if isWhole, share > 0.8, ColumnName(name).isID { return .words(.name) }
    guard share > 0.8, numbers.areMost else {
      return .words(distinct > Self.fewValues && !ColumnName(name).isID ? .mixed : .words)
    }
    if style == .plain, let form = timeForm(first.words, numbers) { return .time(form) }
    if distinct <= Self.fewValues { return .words(.fewValues) }
    if isWhole, numbers.arePadded { return .words(.leadingZeros) }
    if isWhole, numbers.areLarge, !numbers.areScientific { return .words(.largeNumbers) }
    if isWhole, isDenseCodes(numbers) { return .words(.denseCodes) }
    return .numbers(
      style, strays: numbers.strays, numbers.strays.isEmpty ? .numbers : .mostlyNumbers)
  }

  /// The different words that some row has.
  var heldWords: some Sequence<String> { Self.held(words, counts) }

  private static func held(_ words: WordList, _ counts: [Int]) -> some Sequence<String> {
    counts.indices.lazy.filter { counts[$0] > 0 }.map { words[$0] }
  }

  /// The first of them.
  func words(most: Int) -> [String] { Array(heldWords.prefix(most)) }

  /// A form in which all numbers among some words are times; some forms only if the name says so, too.
  private func timeForm(_ words: [String], _ numbers: NumberProfile) -> TimeForm? {
    let namesTime = ColumnName(name).isTime
    guard numbers.areLarge, namesTime || distinct > Self.fewValues else { return nil }
    // Of numbers with decimals, those of a few years are seconds; others may be amounts.
    if !numbers.isWhole, !namesTime, numbers.largest > 1.5 * numbers.least { return nil }
    // Ids of nineteen digits are nanoseconds of a likely year, too.
    let forms: [TimeForm] =
      namesTime
      ? [.compactDate, .seconds, .milliseconds, .microseconds, .nanoseconds]
      : [.seconds, .milliseconds]
    let times = words.filter { NumberStyle.plain.number($0) != nil }
    return forms.first { form in times.allSatisfy { form.isLikely($0) } }
      ?? (namesTime ? TimeForm(unitOf: times) : nil)
  }

  /// Whether the words are 0, 1, 2 … or 1, 2, 3 … row by row.
  private var countsRows: Bool {
    guard missing == 0, distinct == rows, words.count == rows, let first = Int(words[0]),
      first == 0 || first == 1
    else { return false }
    return (0..<words.count).allSatisfy { words[$0] == "\(first + $0)" }
  }

  /// Whether whole numbers are codes: they begin at 0 or 1 and leave few out, and how frequent one is
  /// says nothing of its neighbours, as it would of a count or an age.
  private func isDenseCodes(_ numbers: NumberProfile) -> Bool {
    guard numbers.least == 0 || numbers.least == 1, numbers.largest < 1e7 else { return false }
    let span = Int(numbers.largest - numbers.least) + 1
    guard distinct * 10 >= span * 8 else { return false }
    var rowsOf = [Double](repeating: 0, count: span)
    for code in counts.indices where counts[code] > 0 {
      guard let number = words.withBytes(of: code, { NumberStyle.plain.number($0) }) else {
        continue
      }
      rowsOf[Int(number - numbers.least)] += Double(counts[code])
    }
    let mean = rowsOf.reduce(0, +) / Double(span)
    let spread = rowsOf.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let steps = zip(rowsOf, rowsOf.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    // More even than chance: someone gave each code its rows.
    if spread < 0.5 * mean * Double(span) { return true }
    // Von Neumann's ratio: 2 for independent counts, near 0 for a smooth curve.
    return steps / spread > 1.2
  }
}
