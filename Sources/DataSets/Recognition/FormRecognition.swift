/// Recognises the form of a text file by its first records.
struct FormRecognition {
  var form = TextForm()
  /// The first records in that form, the header too; those that cannot be cut are left out.
  private(set) var records: [[String]] = []

  /// Commas, tabs, semicolons, bars, and the control character of Hive's files.
  private static let separators = ",\t;|\u{1}".utf8.map { $0 }
  private let sample: TextSample

  init(_ sample: TextSample, _ given: GivenForm = GivenForm()) {
    self.sample = sample
    form.encoding = sample.encoding
    form.hasByteOrderMark = sample.hasByteOrderMark
    form.returnsEndLines = sample.returnsEndLines
    form.comment = given.comment
    let named = separatorLine()
    if named != nil { form.skippedLines = 1 }
    let marked = given.comment == nil ? markedLines() : 0
    if marked > 0 { form.comment = UInt8(ascii: "#") }
    choose(
      separators: (given.separator ?? named).map { [$0] } ?? Self.separators,
      quotings: given.quoting.map { [$0] } ?? [])
    records = sample.records(form.format(missing: [])).compactMap { $0 }
    if marked > 0 { takeMarkedHeader(marked) } else { skipTitle(given.names) }
    form.hasHeader =
      given.hasHeader
      ?? (form.headerIsMarked || HeaderGuess(records, names: given.names).isHeader)
    form.rowEnds = rowEnds()
  }

  /// The columns' words in the first rows, the header left out.
  var rows: ArraySlice<[String]> { records.dropFirst(form.hasHeader ? 1 : 0) }

  /// The separator that a first line `sep=;` names, as Excel writes and reads it.
  private func separatorLine() -> UInt8? {
    guard let line = sample.lines(1).first else { return nil }
    let text = String(decoding: line.filter { $0 != 13 && $0 != 34 }, as: UTF8.self)
    guard text.lowercased().hasPrefix("sep="), text.utf8.count == 5 else { return nil }
    return text.utf8.last
  }

  /// Lines at the start that begin with `#`.
  private func markedLines() -> Int {
    sample.lines(64).dropFirst(form.skippedLines).prefix { $0.first == UInt8(ascii: "#") }.count
  }

  /// The last of the lines that begin with `#` is the header if it has a name for each field.
  private mutating func takeMarkedHeader(_ count: Int) {
    var other = form
    other.comment = nil
    other.skippedLines += count - 1
    let all = sample.records(other.format(missing: [])).compactMap { $0 }
    guard let width = Self.mode(records.map(\.count)), width > 1, all.first?.count == width else {
      return
    }
    form = other
    form.headerIsMarked = true
    records = all
  }

  /// Skips lines before the header that are no records, such as a report's title.
  ///
  /// They have one field, or one that is not empty, where the records have three or more.
  private mutating func skipTitle(_ names: Set<String>) {
    func isTitle(_ record: [String]?) -> Bool {
      guard let record else { return true }
      return record.count { !$0.isEmpty } <= 1
    }
    guard let width = Self.mode(records.map(\.count)), width > 2, isTitle(records.first) else {
      return
    }
    for lines in 1...10 {
      var tried = form
      tried.skippedLines += lines
      let rest = sample.records(tried.format(missing: []))
      guard let first = rest.first, !isTitle(first) else { continue }
      let found = rest.compactMap { $0 }
      guard first?.count == width, found.count * 10 >= records.count * 9 - 10,
        records[0].count == 1 || HeaderGuess(found, names: names).isHeader
      else { return }
      (form, records) = (tried, found)
      form.titleLines = lines
      return
    }
  }

  /// Takes the separator that cuts most records into equally many fields, at least two.
  ///
  /// Of equal ones it is the one that makes the most fields. Quotes are RFC 4180's unless that fails.
  private mutating func choose(separators: [UInt8], quotings: [TextForm.Quoting]) {
    var best = score(separators[0], quotings.first ?? .double)
    form.separator = separators[0]
    form.quoting = quotings.first ?? .double
    for separator in separators.dropFirst() {
      let next = score(separator, form.quoting)
      if next > best { (best, form.separator) = (next, separator) }
    }
    if !quotings.isEmpty { return }
    if isSingleQuoted() {
      form.quoting = .single
    } else if best.share < 0.9 {
      for quoting in [TextForm.Quoting.backslash, .none] {
        for separator in separators {
          let next = score(separator, quoting)
          if next.share >= 0.95, next > best {
            (best, form.separator, form.quoting) = (next, separator, quoting)
          }
        }
        if best.share >= 0.95 { break }
      }
    }
  }

  /// How well a separator fits: the share of records with the most frequent number of fields, and
  /// that number.
  private struct Score: Comparable {
    var share: Double
    var fields: Int

    static func < (one: Score, other: Score) -> Bool {
      if (one.fields > 1) != (other.fields > 1) { return other.fields > 1 }
      if abs(one.share - other.share) > 0.1 { return one.share < other.share }
      return one.fields < other.fields
    }
  }

  private func score(_ separator: UInt8, _ quoting: TextForm.Quoting) -> Score {
    var tried = form
    tried.separator = separator
    tried.quoting = quoting
    let counts = sample.records(tried.format(missing: []), most: 100).map { $0?.count ?? 0 }
    guard let mode = Self.mode(counts.filter { $0 > 0 }) else { return Score(share: 0, fields: 0) }
    // A header names the columns: one more or less may be a separator at the end.
    let matching = counts.count { $0 == mode } + (abs((counts.first ?? 0) - mode) == 1 ? 1 : 0)
    return Score(share: Double(matching) / Double(counts.count), fields: mode)
  }

  /// Whether nearly all fields of the first records stand between single quotes.
  private func isSingleQuoted() -> Bool {
    let fields = sample.records(form.format(missing: []), most: 50).compactMap { $0 }.joined()
    let quoted = fields.count { $0.count > 1 && $0.hasPrefix("'") && $0.hasSuffix("'") }
    return quoted > 0 && quoted * 10 >= fields.count * 9
  }

  private func rowEnds() -> TextForm.RowEnds {
    guard form.hasHeader, let header = records.first, !rows.isEmpty,
      let width = Self.mode(rows.map(\.count))
    else { return .even }
    if header.count == width + 1, header.last?.isEmpty == true { return .header }
    guard width == header.count + 1 else { return .even }
    let full = rows.filter { $0.count == width }
    return full.allSatisfy { $0.last?.isEmpty == true } ? .rows : .rowNames
  }

  /// The most frequent number, of equally frequent ones the largest.
  static func mode(_ numbers: [Int]) -> Int? {
    Dictionary(grouping: numbers) { $0 }.max {
      ($0.value.count, $0.key) < ($1.value.count, $1.key)
    }?.key
  }
}

/// Whether a file's first record names its columns.
struct HeaderGuess {
  let isHeader: Bool

  /// `names` are those by which the line calls columns.
  init(_ records: [[String]], names: Set<String>) {
    isHeader = Self.isHeader(records, names)
  }

  private static func isHeader(_ records: [[String]], _ names: Set<String>) -> Bool {
    let records = records.prefix(20)
    guard let first = records.first, records.count > 1 else { return true }
    if first.contains(where: names.contains) { return true }
    var (data, header, repeated) = (0, 0, 0)
    for (column, name) in first.enumerated() {
      let below = records.dropFirst().compactMap { record in
        record.indices.contains(column) && !MissingWords.standard.contains(record[column])
          ? record[column] : nil
      }
      if below.isEmpty || name.isEmpty { continue }
      if below.count(where: isValue) * 10 >= below.count * 9 {
        if isValue(name) { data += 1 } else { header += 1 }
      } else if below.contains(name) {
        repeated += 1
      }
    }
    if header > 0 { return true }
    // Words over words: a header's are not among them.
    return data == 0 && repeated < first.count
  }

  /// Whether a word is a number or a time, and so no name.
  private static func isValue(_ word: String) -> Bool {
    NumberStyle.any(word) != nil || TimeForm(of: word) != nil
  }
}
