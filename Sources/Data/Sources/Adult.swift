package import ArgumentParser

/// UCI Adult: who earns more than 50,000 dollars a year, from the US census of 1994.
///
/// Kohavi, KDD 1996; <https://archive.ics.uci.edu/dataset/2/adult>, CC BY 4.0. The owner's two
/// files: comma and blank between 15 fields, no header, "?" for missing; `adult.test` starts with
/// a line of its own and ends its labels with a dot. The test part is the owner's; of the training
/// file every tenth row (number 9, 19, … from 0) is for validation. `fnlwgt`, a sampling weight,
/// and `marital_status`, a label, are no features.
package struct Adult: DataSource {
  package static let name = "adult"
  package static let summary = "Income and marital status of 48,842 people, US census of 1994."
  package static let howToGet = """
    To get the files: `make data` in the folder of this program, or take adult.data and
    adult.test from https://archive.ics.uci.edu/dataset/2/adult into a folder `adult`
    in one of those named above.
    """
  package static let examples = [
    SourceExample("d = load adult", "Two tasks: income and never-married."),
    SourceExample("d = load adult --tasks income college", "Other tasks: a degree beside income."),
  ]

  @OptionGroup package var options: SourceOptions

  package init() {}

  package func validate() throws {
    _ = try tasks()
    if options.paths.count > 2 {
      throw ValidationError("adult takes a folder, or the training file and the test file.")
    }
  }

  /// The labels that can be learned, and the columns that would give each away.
  enum Label: String, CaseIterable {
    case income
    case neverMarried = "never-married"
    case college

    var column: String {
      switch self {
      case .income: "income"
      case .neverMarried: "marital_status"
      case .college: "education"
      }
    }

    var leaks: [String] { self == .college ? ["education", "education_num"] : [] }

    func value(_ word: String) -> Float? {
      switch self {
      case .income: ["<=50K": 0, "<=50K.": 0, ">50K": 1, ">50K.": 1][word]
      case .neverMarried: word == "Never-married" ? 1 : 0
      case .college: Self.degrees.contains(word) ? 1 : 0
      }
    }

    /// A completed degree, associate degrees included.
    private static let degrees: Set = [
      "Assoc-acdm", "Assoc-voc", "Bachelors", "Masters", "Prof-school", "Doctorate",
    ]
  }

  private static let columns = [
    "age", "workclass", "fnlwgt", "education", "education_num", "marital_status", "occupation",
    "relationship", "race", "sex", "capital_gain", "capital_loss", "hours_per_week",
    "native_country", "income",
  ]
  private static let numeric = [
    "age", "education_num", "capital_gain", "capital_loss", "hours_per_week",
  ]
  private static let categorical = [
    "workclass", "education", "occupation", "relationship", "race", "sex", "native_country",
  ]

  private func tasks() throws(DataError) -> [Label] {
    if options.tasks.isEmpty { return [.income, .neverMarried] }
    var labels: [Label] = []
    for name in options.tasks {
      guard let label = Label(rawValue: name) else {
        throw DataError(
          "adult has no task '\(name)'.",
          wayOut: "Tasks: \(Label.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      labels.append(label)
    }
    return labels
  }

  package func load(from context: LoadContext) throws -> DataSet {
    let labels = try tasks()
    var table = TextTable(names: Self.columns)
    let trainRows = try read(into: &table, context)
    let leaks = Set(labels.flatMap(\.leaks))
    var features: [RawFeature] = []
    for name in Self.numeric where !leaks.contains(name) {
      let column = try table.index(of: name)
      features.append(RawFeature(name: name, values: .numbers(try table.numbers(column))))
    }
    for name in Self.categorical where !leaks.contains(name) {
      features.append(table.words(try table.index(of: name)))
    }
    return DataSet(
      source: Self.name, fitting: features, tasks: labels.map { Task(name: $0.rawValue) },
      labels: try labels.map { label in
        try table.values(
          try table.index(of: label.column), expected: "<=50K or >50K", meaning: label.value)
      },
      split: Split(everyTenthOf: trainRows, thenTest: table.rowCount - trainRows),
      notes: [Self.note(leftOut: features)],
      options: "tasks \(labels.map(\.rawValue)) rows \(options.rows ?? 0)")
  }

  private static func note(leftOut features: [RawFeature]) -> String {
    let used = Set(features.map(\.name))
    let left = columns.dropLast().filter { !used.contains($0) }
    return "Left out of the features: \(left.joined(separator: ", "))."
  }

  /// Reads both files; the number of rows of the first.
  private func read(into table: inout TextTable, _ context: LoadContext) throws -> Int {
    let train = try context.folders.file(
      "adult.data", of: Self.name, given: options.paths.first, howToGet: Self.howToGet)
    let folder = String(train.prefix(upTo: train.lastIndex(of: "/") ?? train.startIndex))
    let test =
      options.paths.count == 2
      ? try context.folders.file(named: options.paths[1])
      : try context.folders.file(
        "adult.test", of: Self.name, given: folder, howToGet: Self.howToGet)
    let format = TextFormat(isQuoted: false, hasHeader: false, comment: UInt8(ascii: "|"))
    try table.append(
      file: train, format: format, limit: options.rows ?? .max, context: context.part(0, 2))
    let trainRows = table.rowCount
    try table.append(file: test, format: format, context: context.part(1, 2))
    return trainRows
  }
}
