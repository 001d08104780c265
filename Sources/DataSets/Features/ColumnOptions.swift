package import ArgumentParser
import Numbers
import Options

/// What each column of a table of the user's own is: label, feature or neither.
///
/// What no option names is guessed (`ColumnGuess`), unless its type in a frame says what it is.
package struct ColumnOptions: InlineOptions {
  @Option(
    parsing: .upToNextOption,
    help:
      "Binary tasks: columns of 0 and 1, false and true, or any two words; or comparisons such as 'rating>=4' or 'watch/duration>0.7'."
  )
  package var label: [String] = []

  @Option(parsing: .upToNextOption, help: "Tasks with real values.")
  package var regression: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as numbers.")
  package var numeric: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as categories.")
  package var categorical: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to leave out.")
  package var ignore: [String] = []

  @OptionGroup package var kinds: KindOptions

  package init() {}

  /// Checks that there is a label and that no column is listed twice.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    if label.isEmpty, regression.isEmpty { throw SourceFault.noLabel }
    let named = label + regression + numeric + categorical + ignore + kinds.columns
    if let column = named.firstRepeated { throw SourceFault.columnTwice(column) }
  }

  /// How columns of text are read.
  ///
  /// A column that a label compares is read as words, which keep all digits.
  var readings: [String: TextTable.Reading] {
    let compared = Set(label.flatMap(LabelExpression.comparedColumns))
    return Dictionary(
      uniqueKeysWithValues: (numeric + regression).filter { !compared.contains($0) }
        .map { ($0, .numbers) } + ignore.map { ($0, .nothing) })
  }

  /// The columns by which the line calls columns of the file.
  var names: Set<String> {
    Set(label + regression + numeric + categorical + ignore + kinds.columns)
  }

  /// The columns to learn, in the order asked for: `tasks`, else `--label`, then `--regression`.
  func labelNames(among tasks: [String]) throws(DataError) -> [String] {
    let named = (label + regression).uniqued()
    if let stranger = tasks.first(where: { !named.contains($0) }) {
      throw DataError(.unknown(.label, stranger, known: named))
    }
    return tasks.isEmpty ? named : tasks
  }

  /// The features and tasks of a table, its rows split; the last `testRows`, if any, are for the test.
  ///
  /// `file` says how the table's file writes numbers, where it is one.
  func data(
    of table: TextTable, source: String, _ options: SourceOptions, testRows: Int? = nil,
    file: TableFile = TableFile()
  ) throws -> RawData {
    let labels = try TableLabels(self, of: table, among: options.tasks, file)
    let features = try TableFeatures(self, of: table, leavingOut: labels.columns, file)
    let split = try options.split(of: table, testRows: testRows, isRandom: true) {
      Split(shuffling: table.rowCount, seed: options.seed, testRows: testRows)
    }
    let missing = zip(labels.tasks, labels.values).compactMap { task, values -> DataNote? in
      let count = (0..<values.count).count { values[$0].isNaN }
      return count > 0 ? .unlabelled(task: task.name, rows: count) : nil
    }
    var raw = RawData(
      source: source, features: features.features, tasks: labels.tasks, labels: labels.values,
      split: split,
      notes: file.notes + labels.notes + missing + features.notes
        + (try table.missingNotes(of: Set(labels.indices + features.indices).sorted()))
        + table.notes,
      options: "seed \(options.seed)" + options.splitText, form: options.features.form)
    raw.carried = try kinds.carried(of: table, large: features.large, file)
    raw.columnForms = features.forms
    if let weight = kinds.weight { raw.notes.append(.weighted(column: weight)) }
    if !kinds.id.isEmpty { raw.notes.append(.kept(kinds.id)) }
    return raw
  }
}

/// What a table's file says of its columns, beyond their words.
struct TableFile {
  /// How it is written.
  var form: TextForm?
  /// How the line says that numbers are written; nil: as each column shows.
  var style: NumberStyle?
  var notes: [DataNote] { form.map { [.form($0)] } ?? [] }

  /// Whether commas do not separate its fields, so that one before decimals is likely.
  var hasFreeCommas: Bool { form.map { $0.separator != UInt8(ascii: ",") } ?? false }
}

/// Kinds of columns beside label and feature.
package struct KindOptions: QuietOptions {
  @Option(
    parsing: .upToNextOption,
    help: "Columns of lists, pooled: genres, or genres:SEPARATOR (default: as the values show).")
  package var multi: [String] = []

  @Option(
    parsing: .upToNextOption,
    help:
      "Columns of times as features: ts, or ts=hour,weekday,age (default: hour,weekday); ts=day-first or ts=month-first for dates such as 1/2/2024."
  )
  package var time: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: "Columns of ids to keep beside predictions; they are not features.")
  package var id: [String] = []

  @Option(
    help: ArgumentHelp("Column that weighs the rows in losses and metrics.", valueName: "column"))
  package var weight: String?

  @Flag(help: "Do not look for likely mistakes, such as a feature that tells the label.")
  package var noChecks = false

  package init() {}

  /// The columns that are no features.
  var carried: [String] { id + [weight].compactMap { $0 } }

  /// The columns that they name.
  var columns: [String] {
    multi.map { Self.split($0, ":").column } + time.map { Self.split($0, "=").column } + carried
  }

  /// A column and what stands behind a sign.
  static func split(_ word: String, _ sign: Character) -> (column: String, rest: String?) {
    guard let index = word.lastIndex(of: sign), index > word.startIndex else { return (word, nil) }
    return (String(word[..<index]), String(word[word.index(after: index)...]))
  }

  /// Checks the parts of times that are asked for.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    for word in time {
      guard let rest = Self.split(word, "=").rest else { continue }
      for part in rest.split(separator: ",").map(String.init)
      where TimePart(rawValue: part) == nil && TimePart.orders[part] == nil {
        throw SourceFault.wrongTimePart(part, known: TimePart.allCases.map(\.rawValue))
      }
    }
  }
}

extension KindOptions {
  /// The columns that rows carry beside features and labels: ids, weights, and the digits of `large`
  /// features, which 32 bits do not hold.
  func carried(
    of table: TextTable, large: [String], _ file: TableFile
  ) throws -> RawCarried {
    var result = RawCarried()
    for name in id + large {
      let (codes, words) = try table.codes(name)
      result.identifiers.append((name, codes, words))
    }
    if let weight {
      let numbers = try table.numbers(try table.index(of: weight), file)
      func isWeight(_ number: Double) -> Bool { number >= 0 && Float(number).isFinite }
      if let row = (0..<numbers.count).first(where: { !isWeight(numbers.exact($0)) }) {
        let location = table.location(ofRow: row)
        throw DataError(.wrongWeight(column: weight), file: location.file, line: location.line)
      }
      if !(0..<numbers.count).contains(where: { numbers.exact($0) > 0 }) {
        throw DataError(.noWeight(column: weight), file: table.firstFile, line: 1)
      }
      result.weights = numbers
    }
    return result
  }
}

/// What of a time becomes a feature.
enum TimePart: String, CaseIterable {
  /// 0 to 23, in UTC.
  case hour
  /// Mon to Sun.
  case weekday
  /// Years since 2000, a number: later is larger.
  case age

  /// Beside the parts: in which order dates have day and month.
  static let orders: [String: TimeForm] = ["day-first": .dayFirst, "month-first": .monthFirst]
}
