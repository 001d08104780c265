/// The features of a table of the user's own: as the line says, else as guessed.
struct TableFeatures {
  private(set) var features: [RawFeature] = []
  /// The columns they are made of.
  private(set) var indices: [Int] = []
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
    for name in options.numeric + options.categorical + options.ignore + options.kinds.columns {
      _ = try table.index(of: name)
    }
    let left = labels.union(options.ignore + options.kinds.carried)
    for (column, name) in table.names.enumerated() where !left.contains(name) {
      try add(column, name)
    }
    if features.isEmpty {
      throw DataError(.noFeature, file: table.location(ofRow: 0).file, line: 1)
    }
  }

  /// What was guessed, and what is odd: a note a reason, then one a column.
  var notes: [DataNote] {
    let reasons: [ColumnGuess.Reason] = [
      .numbers, .mostlyNumbers, .times, .name, .largeNumbers, .denseCodes, .fewValues, .words,
    ]
    return reasons.compactMap { reason in
      let names = taken.filter { $0.reason == reason }.map(\.column)
      return names.isEmpty ? nil : .taken(names, reason)
    } + styles + remarks
  }

  private mutating func add(_ column: Int, _ name: String) throws {
    if options.numeric.contains(name) {
      take(RawFeature(name: name, values: .numbers(try table.numbers(column, file))), column)
    } else if options.categorical.contains(name) {
      take(try table.feature(name), column)
    } else if let word = options.kinds.multi.first(where: {
      KindOptions.split($0, ":").column == name
    }) {
      try addList(column, name, separator: KindOptions.split(word, ":").rest)
    } else if let word = options.kinds.time.first(where: {
      KindOptions.split($0, "=").column == name
    }) {
      let parts = KindOptions.split(word, "=").rest?.split(separator: ",").compactMap {
        TimePart(rawValue: String($0))
      }
      try addTime(column, name, form: nil, parts: parts)
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

  private mutating func guess(_ column: Int, _ name: String) throws {
    let profile = try table.profile(column)
    switch profile.guess(commas: file.hasFreeCommas, given: file.style) {
    case .words(let reason):
      taken.append((name, reason))
      take(try table.feature(name), column)
      if reason == .words, let list = ListGuess(profile) {
        remarks.append(.lists(column: name, separator: list.separator, items: list.items))
      }
    case .numbers(let style, let strays, let reason):
      taken.append((name, reason))
      if style != .plain { styles.append(.style(column: name, style)) }
      if !strays.isEmpty {
        let words = strays.prefix(3).map { profile.words[Int($0)] }
        remarks.append(
          .strays(
            column: name, try table.lines(of: words, in: column),
            rows: strays.reduce(0) { $0 + profile.counts[Int($1)] }))
      }
      let numbers = try table.coded(column, expected: .number, ignoring: strays) {
        style.number($0)
      }
      take(RawFeature(name: name, values: .numbers(numbers)), column)
    case .time(let form):
      taken.append((name, .times))
      try addTime(column, name, form: form, parts: nil)
    case .rowNumbers: remarks.append(.rowNumbers)
    case .nothing: break
    }
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
        let item = part.drop { $0 == " " }
        return item.isEmpty ? nil : (item, 1)
      }, column)
  }

  // MARK: Times

  /// Parts of a time; without `parts`, hour and weekday, if they differ among the rows.
  private mutating func addTime(
    _ column: Int, _ name: String, form: TimeForm?, parts: [TimePart]?
  ) throws {
    let form = try form ?? timeForm(column, name)
    let (codes, words) = try table.words(column)
    let times = (0..<words.count).map { form.time(words[$0]) }
    for part in parts ?? [.hour, .weekday] {
      if part == .age {
        let numbers = times.map { $0.map(TimePart.years) ?? .nan }
        take(RawFeature(name: "\(name).age", values: .numbers(.coded(codes, numbers))), column)
        continue
      }
      let values = RawFeature.Values.words(codes, words).translated { word in
        form.time(word).map(part.word)
      }
      if parts == nil, case .words(_, let found) = values, found.count < 2 { continue }
      take(RawFeature(name: "\(name).\(part.rawValue)", values: values), column)
    }
  }

  /// - Throws: `DataError` at the first word that is no time in the form of the others.
  private func timeForm(_ column: Int, _ name: String) throws -> TimeForm {
    let words = try table.profile(column).words(most: 500)
    if let form = TimeForm(mostOf: words) { return form }
    let odd = words.first { TimeForm(of: $0) == nil } ?? ""
    let location = try table.firstLocation(of: odd, in: column)
    throw DataError(
      .split(.noTime(column: name, word: String(odd.prefix(40)))), file: location.file,
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
    let some = try profile(column).words(most: 500)
    let style = NumberStyle.detect(some, commas: file.hasFreeCommas, given: file.style)?.style
    return try coded(column, expected: .number) { (style ?? .plain).number($0) }
  }
}
