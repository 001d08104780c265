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
  package static let origin = DataOrigin.published([
    PublishedFiles(
      "adult.data", "adult.test", at: "https://archive.ics.uci.edu/dataset/2/adult",
      isFetchedByMake: true)
  ])
  package static let examples = [SourceExample].ofIncomes

  package static var taskNames: [String] { Label.allCases.map(\.rawValue) }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrTrainingAndTest)
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

  private var tasks: [Label] {
    options.tasks.isEmpty
      ? [.income, .neverMarried] : options.tasks.compactMap(Label.init(rawValue:))
  }

  /// The training file and the test file.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    let train = try folders.file("adult.data", of: Self.self, given: options.paths.first)
    let test =
      options.paths.count == 2
      ? try folders.file(named: options.paths[1])
      : try folders.file(anyOf: ["adult.test"], beside: train, of: Self.self)
    return [train, test]
  }

  /// Reads both files; every tenth training row is for validation.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let labels = tasks
    let table = TextTable(
      names: Self.columns,
      readings: Dictionary(uniqueKeysWithValues: Self.numeric.map { ($0, .numbers) }))
    let format = TextFormat(isQuoted: false, hasHeader: false, comment: UInt8(ascii: "|"))
    try table.append(
      file: files[0], format: format, limit: options.rows ?? .max, context: context.part(0, 2))
    let trainRows = table.rowCount
    try table.append(file: files[1], format: format, context: context.part(1, 2))
    let leaks = Set(labels.flatMap(\.leaks))
    let features =
      try Self.numeric.filter { !leaks.contains($0) }.map { try table.number($0) }
      + Self.categorical.filter { !leaks.contains($0) }.map { try table.feature($0) }
    let values = try labels.map { label in
      try table.values(
        try table.index(of: label.column), expected: .words(["<=50K", ">50K"]), meaning: label.value
      )
    }
    let split = try options.split(of: table) {
      Split(everyTenthOf: trainRows, thenTest: table.rowCount - trainRows)
    }
    return RawData(
      source: Self.name, features: features, tasks: labels.map { Task(name: $0.rawValue) },
      labels: values, split: split,
      notes: [Self.note(leftOut: features)] + table.notes,
      options: "tasks \(labels.map(\.rawValue)) rows \(options.rows ?? 0)" + options.splitText,
      form: options.features.form)
  }

  private static func note(leftOut features: [RawFeature]) -> DataNote {
    let used = Set(features.map(\.name))
    return .leftOut(columns.dropLast().filter { !used.contains($0) }, because: nil)
  }
}
