package import ArgumentParser
import Options

/// What each column of a table of the user's own is: label, feature or neither.
///
/// A column is numeric when all its values are numbers and more than twenty of them differ, else
/// categorical, unless its type in a frame says so; `--numeric` and `--categorical` overrule both.
package struct ColumnOptions: InlineOptions {
  @Option(
    parsing: .upToNextOption,
    help: "Columns to learn, each a binary task: 0 and 1, false and true, or any two words.")
  package var label: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to learn as real values.")
  package var regression: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as numbers.")
  package var numeric: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to read as categories.")
  package var categorical: [String] = []

  @Option(parsing: .upToNextOption, help: "Columns to leave out.")
  package var ignore: [String] = []

  package init() {}

  package func validate() throws {
    if label.isEmpty, regression.isEmpty { throw SourceFault.noLabel }
    if let column = (label + regression + numeric + categorical + ignore).firstRepeated {
      throw SourceFault.columnTwice(column)
    }
  }

  /// How columns of text are read.
  var readings: [String: TextTable.Reading] {
    Dictionary(
      uniqueKeysWithValues: (numeric + regression).map { ($0, .numbers) }
        + ignore.map { ($0, .nothing) })
  }

  /// The features and tasks of a table, its rows shared out; the last `testRows`, if any, are for the test.
  func data(
    of table: TextTable, source: String, _ options: SourceOptions, testRows: Int? = nil
  ) throws -> RawData {
    let (tasks, labels, labelNotes) = try labels(of: table, among: options.tasks)
    let (features, featureNotes) = try features(of: table)
    let split = try options.parts.rows(of: table, seed: options.seed) {
      Split(shuffling: table.rowCount, seed: options.seed, testRows: testRows)
    }
    let missing = zip(tasks, labels).compactMap { task, values -> DataNote? in
      let count = (0..<values.count).count { values[$0].isNaN }
      return count > 0 ? .unlabelled(task: task.name, rows: count) : nil
    }
    return RawData(
      source: source, features: features, tasks: tasks, labels: labels, split: split,
      notes: labelNotes + missing + featureNotes + table.notes,
      options: "seed \(options.seed)" + options.parts.text,
      form: options.features.form)
  }

  /// The columns to learn, in the order asked for: `tasks`, else `--label`, then `--regression`.
  private func labelNames(among tasks: [String]) throws(DataError) -> [String] {
    let named = (label + regression).reduce(into: [String]()) { names, name in
      if !names.contains(name) { names.append(name) }
    }
    if let stranger = tasks.first(where: { !named.contains($0) }) {
      throw DataError(.unknown(.label, stranger, known: named))
    }
    return tasks.isEmpty ? named : tasks
  }

  private func labels(
    of table: TextTable, among chosen: [String]
  ) throws -> (tasks: [Task], values: [RowNumbers], notes: [DataNote]) {
    var tasks: [Task] = []
    var values: [RowNumbers] = []
    var notes: [DataNote] = []
    for name in try labelNames(among: chosen) {
      let column = try table.index(of: name)
      if regression.contains(name) {
        tasks.append(Task(name: name, kind: .regression))
        values.append(try table.numbers(column))
      } else {
        let meaning = try BinaryMeaning(of: column, in: table)
        tasks.append(Task(name: name))
        values.append(
          try table.values(column, expected: .words(["0", "1"]), meaning: { meaning.values[$0] }))
        if let note = meaning.note { notes.append(note) }
      }
    }
    return (tasks, values, notes)
  }

  /// All columns that are neither labels nor ignored, and a note on what was guessed.
  private func features(
    of table: TextTable
  ) throws -> (features: [RawFeature], notes: [DataNote]) {
    for name in numeric + categorical + ignore { _ = try table.index(of: name) }
    let left = Set(label + regression + ignore)
    var features: [RawFeature] = []
    var guessed: [(name: String, isNumeric: Bool)] = []
    for (column, name) in table.names.enumerated() where !left.contains(name) {
      var isNumeric = numeric.contains(name)
      if !isNumeric, !categorical.contains(name) {
        if let isNumber = table.isNumber(column) {
          isNumeric = isNumber
        } else {
          isNumeric = looksNumeric(try table.distinctWords(column))
          guessed.append((name, isNumeric))
        }
      }
      features.append(isNumeric ? try table.number(name) : try table.feature(name))
    }
    if features.isEmpty {
      throw DataError(.noFeature, file: table.place(ofRow: 0).file, line: 1)
    }
    let notes = [true, false].compactMap { isNumeric -> DataNote? in
      let names = guessed.filter { $0.isNumeric == isNumeric }.map(\.name)
      return names.isEmpty ? nil : .guessed(names, isNumeric: isNumeric)
    }
    return (features, notes)
  }

  private func looksNumeric(_ words: [String]) -> Bool {
    words.count > 20 && words.allSatisfy { TextTable.number($0) != nil }
  }
}
