/// The features of a table of the user's own: as the line says, else as guessed.
struct TableFeatures {
  private(set) var features: [RawFeature] = []
  /// The columns they are made of.
  private(set) var indices: [Int] = []
  /// How they write their values.
  private(set) var forms = ColumnForms()
  /// Features that `--numeric` names and whose whole numbers 32 bits do not hold.
  private(set) var large: [String] = []
  private var styles: [DataNote] = []
  private var remarks: [DataNote] = []
  private var taken: [(column: String, reason: ColumnGuess.Reason)] = []
  private let options: ColumnOptions
  private let table: TextTable
  private let file: TableFile

  /// - Throws: `DataError` if a column that the line names is not there, or none is left.
  init(
    _ options: ColumnOptions, of table: TextTable, leavingOut labels: Set<String>, _ file: TableFile
  ) throws {
    self.options = options
    self.table = table
    self.file = file
    for name in options.numeric + options.categorical + options.kinds.columns {
      _ = try table.index(of: name)
    }
    for name in options.ignore where !Self.isPart(name, of: table.names) {
      _ = try table.index(of: name)
    }
    let left = labels.union(options.ignore + options.kinds.carried)
    for (column, name) in table.names.enumerated() where !left.contains(name) {
      try add(column, name)
    }
    if features.isEmpty {
      throw DataError(
        .noFeature(columns: table.names), file: table.location(ofRow: 0).file, line: 1)
    }
  }

  /// Whether a name is that of a part of a column's times, such as `ts.hour`.
  private static func isPart(_ name: String, of columns: [String]) -> Bool {
    TimePart.allCases.contains { part in
      name.hasSuffix(".\(part.rawValue)")
        && columns.contains(String(name.dropLast(part.rawValue.count + 1)))
    }
  }

  /// What was guessed, and what is odd: a note a reason, then one a column.
  var notes: [DataNote] {
    let reasons: [ColumnGuess.Reason] = [
      .numbers, .mostlyNumbers, .times, .name, .largeNumbers, .leadingZeros, .denseCodes,
      .fewValues,
      .words, .mixed,
    ]
    return reasons.compactMap { reason in
      let names = taken.filter { $0.reason == reason }.map(\.column)
      return names.isEmpty ? nil : .taken(names, reason)
    } + styles + remarks
  }

  private mutating func add(_ column: Int, _ name: String) throws {
    if options.numeric.contains(name) {
      try addNumbers(column, name)
    } else if options.categorical.contains(name) {
      take(try table.feature(name), column)
    } else if let word = options.kinds.multi.first(where: {
      KindOptions.split($0, ":").column == name
    }) {
      try addList(column, name, separator: KindOptions.split(word, ":").rest)
    } else if let word = options.kinds.time.first(where: {
      KindOptions.split($0, "=").column == name
    }) {
      try addTime(column, name, KindOptions.split(word, "=").rest)
    } else if let isNumber = table.isNumber(column) {
      take(isNumber ? try table.number(name) : try table.feature(name), column)
    } else {
      try guess(column, name)
    }
  }

  private mutating func take(_ feature: RawFeature, _ column: Int) {
    features.append(feature)
    if indices.last != column { indices.append(column) }
  }

  private mutating func addNumbers(_ column: Int, _ name: String) throws {
    let numbers = try table.numbers(column, file)
    if table.columns[column].reading == .words {
      let style = try table.style(of: column, file)
      if style != .plain { forms.styles[name] = style }
    }
    if case .coded(_, let meanings) = numbers,
      meanings.contains(where: { abs($0) > Double(1 << 24) && $0 == $0.rounded() })
    {
      large.append(name)
    }
    take(RawFeature(name: name, values: .numbers(numbers)), column)
  }

  private mutating func guess(_ column: Int, _ name: String) throws {
    // Most columns of words show it at once; counting the rows of each word takes much longer.
    let words = try table.presentWords(column)
    if FirstWords(words).areWords(commas: file.hasFreeCommas, given: file.style) {
      taken.append((name, .words))
      take(try table.feature(name), column)
      remark(onWords: words, name)
      return
    }
    let profile = try table.profile(column)
    switch profile.guess(commas: file.hasFreeCommas, given: file.style) {
    case .words(let reason):
      taken.append((name, reason))
      take(try table.feature(name), column)
      try remark(on: profile, taken: reason, column)
    case .numbers(let style, let strays, let reason):
      taken.append((name, reason))
      if style != .plain {
        styles.append(.style(column: name, style))
        forms.styles[name] = style
      }
      if !strays.isEmpty {
        remarks.append(
          .strays(
            column: name, try lines(of: strays, profile, column), rows: profile.rows(of: strays)))
      }
      let numbers = try table.coded(column, expected: .number, ignoring: strays) {
        style.number($0)
      }
      take(RawFeature(name: name, values: .numbers(numbers)), column)
    case .time(let form):
      taken.append((name, .times))
      try addTime(column, name, form, profile)
    case .ambiguousDates:
      taken.append((name, .words))
      take(try table.feature(name), column)
      remarks.append(.ambiguousDates(column: name))
    case .rowNumbers: remarks.append(.rowNumbers)
    case .nothing: break
    }
  }

  /// What may be wrong with a column that became one of words.
  private mutating func remark(
    on profile: WordProfile, taken reason: ColumnGuess.Reason, _ column: Int
  ) throws {
    switch reason {
    case .words: remark(onWords: profile.heldWords, profile.name)
    case .mixed:
      let strays = profile.strays(commas: file.hasFreeCommas, given: file.style)
      remarks.append(
        .mixed(
          column: profile.name, try lines(of: strays, profile, column),
          rows: profile.rows(of: strays),
          of: profile.rows))
    default:
      let twin = profile.longWholes.prefix(1_000).first { long in
        table.code(of: long.digits, in: column).map { profile.counts[Int($0)] > 0 } ?? false
      }
      if let twin {
        remarks.append(.twins(column: profile.name, twin.digits, profile.words[twin.code]))
      }
      if let word = profile.roundedID { remarks.append(.roundedIDs(column: profile.name, word)) }
    }
  }

  private mutating func remark(onWords words: some Sequence<String>, _ name: String) {
    if let list = ListGuess(words) {
      remarks.append(.lists(column: name, separator: list.separator, items: list.items))
    }
  }

  /// The first of some words of a column, each with its line.
  private func lines(
    of codes: [Int32], _ profile: WordProfile, _ column: Int
  ) throws -> [WordLine] {
    try table.lines(of: codes.prefix(3).map { profile.words[Int($0)] }, in: column)
  }

  // MARK: Lists

  private mutating func addList(_ column: Int, _ name: String, separator: String?) throws {
    let profile = try table.profile(column)
    let found = ListGuess.separator(profile, among: ["|", ",", ";", " "]).map { String($0) }
    let word = separator ?? found ?? "|"
    let mark = Character(["tab": "\t", "comma": ",", "space": " "][word] ?? String(word.prefix(1)))
    let (codes, words) = try table.words(column)
    take(
      .lists(name, codes, words, separator: mark) { part in
        let item = ListGuess.item(part)
        return item.isEmpty ? nil : (item, 1)
      }, column)
  }

  // MARK: Times

  /// The parts of a time that the line asks for, in the order of day and month that it says.
  private mutating func addTime(_ column: Int, _ name: String, _ asked: String?) throws {
    let words = asked?.split(separator: ",").map(String.init) ?? []
    let parts = words.compactMap { TimePart(rawValue: $0) }
    let profile = try table.profile(column)
    let form = try words.compactMap { TimePart.orders[$0] }.first ?? timeForm(column, profile)
    try addTime(column, name, form, profile, parts: parts.isEmpty ? nil : parts)
  }

  /// Parts of a time; without `parts`, hour and weekday, if they differ among the rows.
  private mutating func addTime(
    _ column: Int, _ name: String, _ form: TimeForm, _ profile: WordProfile,
    parts: [TimePart]? = nil
  ) throws {
    let (codes, words) = try table.words(column)
    let readings = (0..<words.count).map { form.reading(words[$0]) }
    let held = profile.counts.indices.filter { profile.counts[$0] > 0 }.map { Int32($0) }
    let others = held.filter { readings[Int($0)].map { $0.form != form } ?? false }
    if !others.isEmpty {
      remarks.append(
        .otherUnits(
          column: name, try lines(of: others, profile, column), rows: profile.rows(of: others)))
    }
    let strays = held.filter { readings[Int($0)] == nil }
    if !strays.isEmpty {
      remarks.append(
        .oddTimes(
          column: name, try lines(of: strays, profile, column), rows: profile.rows(of: strays)))
    }
    forms.times[name] = form
    if form == .dayFirst || form == .monthFirst {
      styles.append(.dates(column: name, dayFirst: form == .dayFirst))
    }
    for part in parts ?? [.hour, .weekday]
    where !options.ignore.contains("\(name).\(part.rawValue)") {
      if part == .age {
        let numbers = readings.map { $0.map { TimePart.years($0.seconds) } ?? .nan }
        take(RawFeature(name: "\(name).age", values: .numbers(.coded(codes, numbers))), column)
        continue
      }
      let values = RawFeature.Values.words(codes, words).translated { word in
        form.reading(word).map { part.word($0.seconds) }
      }
      if parts == nil, case .words(_, let found) = values, found.count < 2 { continue }
      take(RawFeature(name: "\(name).\(part.rawValue)", values: values), column)
    }
  }

  /// - Throws: `DataError` at the first word that is no time in the form of the others.
  private func timeForm(_ column: Int, _ profile: WordProfile) throws -> TimeForm {
    let words = profile.words(most: 500)
    switch profile.dates(words) {
    case .time(let form): return form
    case .ambiguousDates:
      throw DataError(
        .split(.ambiguousDates(column: profile.name)), file: table.firstFile, line: 1)
    default: break
    }
    if let form = TimeForm(mostOf: words) ?? TimeForm(unitOf: words) { return form }
    let odd = words.first { TimeForm(of: $0) == nil } ?? ""
    let location = try table.firstLocation(of: odd, in: column)
    throw DataError(
      .split(.noTime(column: profile.name, word: String(odd.prefix(40)))), file: location.file,
      line: location.line)
  }
}

extension TimePart {
  /// Years from 1 January 2000 to a time in seconds since 1970.
  static func years(_ seconds: Double) -> Double { (seconds / 86_400 - 10_957) / 365.25 }

  /// The word of a part of a time in seconds since 1970.
  func word(_ seconds: Double) -> String {
    let day = Int((seconds / 86_400).rounded(.down))
    switch self {
    case .hour: return "\(Int((seconds - Double(day) * 86_400) / 3600))"
    // 1 January 1970 was a Thursday.
    case .weekday: return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((day % 7) + 7) % 7]
    case .age: return ""
    }
  }
}

extension TextTable {
  /// A column as numbers in the style that it, or the line, has; rows with other words are bad.
  func numbers(_ column: Int, _ file: TableFile) throws -> RowNumbers {
    guard columns[column].reading == .words else { return try numbers(column) }
    let style = try style(of: column, file)
    return try coded(column, expected: .number) { style.number($0) }
  }

  /// The same as they were written, not rounded to 32 bits: to compare them with a bound.
  func writtenNumbers(_ column: Int, _ file: TableFile) throws -> RowNumbers {
    guard columns[column].reading == .words else { return try numbers(column).asWritten }
    let style = try style(of: column, file)
    return try coded(column, expected: .number, isRounded: false) { style.number($0) }
  }

  /// How a column of words writes its numbers.
  func style(of column: Int, _ file: TableFile) throws -> NumberStyle {
    try profile(column).numbers(commas: file.hasFreeCommas, given: file.style)?.style ?? .plain
  }
}
