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
    /// Few different values.
    case fewValues
    case words
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
  /// It has no name and counts the rows.
  case rowNumbers
  /// It has no name and no values.
  case nothing
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

  /// Different numbers above which a column of numbers is numeric.
  static let fewValues = 20

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
    let some = words(most: 100)
    if isNameless, countsRows { return .rowNumbers }
    guard let (style, share) = NumberStyle.detect(some, commas: commas, given: given), share > 0.8
    else {
      return isTime(.iso, some) ? .time(.iso) : .words(.words)
    }
    var range = WholeRange()
    var strayRows = 0
    var strays: [Int32] = []
    for code in counts.indices where counts[code] > 0 {
      let number = words.withBytes(of: code) { style.number($0) }
      if let number, abs(number) <= Double(Float.greatestFiniteMagnitude) {
        range.add(number)
      } else {
        strays.append(Int32(code))
        strayRows += counts[code]
        if strayRows * BadRows.tolerated > rows || strays.count > 50 { return .words(.words) }
      }
    }
    let reason: ColumnGuess.Reason = strays.isEmpty ? .numbers : .mostlyNumbers
    let looksWhole = style == .plain && range.isWhole && strays.isEmpty
    if looksWhole, ColumnName(name).isID { return .words(.name) }
    if looksWhole, let form = timeForm(some, range) { return .time(form) }
    if distinct <= Self.fewValues { return .words(.fewValues) }
    if looksWhole, range.isLarge { return .words(.largeNumbers) }
    if looksWhole, isDenseCodes(range) { return .words(.denseCodes) }
    return .numbers(style, strays: strays, reason)
  }

  /// The first different words.
  func words(most: Int) -> [String] {
    counts.indices.lazy.filter { counts[$0] > 0 }.prefix(most).map { words[$0] }
  }

  private func isTime(_ form: TimeForm, _ words: [String]) -> Bool {
    words.allSatisfy { form.isLikely($0) }
  }

  /// A form in which all of some whole numbers are times; some forms only if the name says so, too.
  private func timeForm(_ words: [String], _ range: WholeRange) -> TimeForm? {
    let namesTime = ColumnName(name).isTime
    guard range.isLarge, namesTime || distinct > Self.fewValues else { return nil }
    // Ids of nineteen digits are nanoseconds of a likely year, too.
    let forms: [TimeForm] =
      namesTime
      ? [.compactDate, .seconds, .milliseconds, .microseconds, .nanoseconds]
      : [.seconds, .milliseconds]
    return forms.first { isTime($0, words) }
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
  private func isDenseCodes(_ range: WholeRange) -> Bool {
    guard range.least == 0 || range.least == 1, range.largest < 1e7 else { return false }
    let span = Int(range.largest - range.least) + 1
    guard distinct * 10 >= span * 8 else { return false }
    var rowsOf = [Double](repeating: 0, count: span)
    for code in counts.indices where counts[code] > 0 {
      guard let number = words.withBytes(of: code, { NumberStyle.plain.number($0) }) else {
        continue
      }
      rowsOf[Int(number - range.least)] += Double(counts[code])
    }
    let mean = rowsOf.reduce(0, +) / Double(span)
    let spread = rowsOf.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let steps = zip(rowsOf, rowsOf.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
    // Von Neumann's ratio: 2 for independent counts, near 0 for a smooth curve.
    return spread == 0 || steps / spread > 1.2
  }
}

/// Least and largest of some numbers, and whether all are whole.
private struct WholeRange {
  private(set) var least = Double.infinity
  private(set) var largest = -Double.infinity
  private(set) var isWhole = true

  mutating func add(_ number: Double) {
    least = min(least, number)
    largest = max(largest, number)
    if number != number.rounded() { isWhole = false }
  }

  /// Whether some are above what a 32-bit number holds exactly.
  var isLarge: Bool { max(-least, largest) > Double(1 << 24) }
}

/// What the name of a column says of its values.
struct ColumnName {
  /// Its words in lower case: `userId` and `user_id` have two.
  let parts: [String]

  init(_ name: String) {
    var parts: [String] = [""]
    var wasLower = false
    for character in name {
      if !character.isLetter && !character.isNumber {
        parts.append("")
      } else {
        if character.isUppercase, wasLower { parts.append("") }
        parts[parts.count - 1].append(character)
      }
      wasLower = character.isLowercase || character.isNumber
    }
    self.parts = parts.map { $0.lowercased() }.filter { !$0.isEmpty }
  }

  /// Whether it ends in id, key, code, hash or zip.
  var isID: Bool {
    guard let last = parts.last else { return false }
    if ["id", "ids", "key", "code", "hash", "zip", "zipcode", "postcode", "uuid", "guid", "uid"]
      .contains(last)
    {
      return true
    }
    return last.hasSuffix("id") && Self.things.contains(String(last.dropLast(2)))
  }

  /// Whether it is called a time or a date.
  var isTime: Bool {
    parts.contains { part in
      ["time", "date", "ts", "timestamp", "datetime", "day", "dt", "at", "created", "updated"]
        .contains(part) || part.hasSuffix("time") || part.hasSuffix("date")
    }
  }

  private static let things: Set = [
    "user", "item", "movie", "video", "ad", "product", "session", "device", "customer", "book",
    "song", "track", "author", "query", "doc", "news", "campaign", "site", "app", "shop", "cat",
    "category", "brand", "photo", "live", "music", "feed", "post", "page", "store", "order",
    "member",
    "client", "account", "article", "channel", "tag", "city", "region", "room", "hotel", "host",
  ]
}
