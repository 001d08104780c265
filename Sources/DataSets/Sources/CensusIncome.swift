package import ArgumentParser

/// UCI Census-Income (KDD): incomes in the US population surveys of 1994 and 1995.
///
/// <https://archive.ics.uci.edu/dataset/117>, CC BY 4.0. Comma and blank between 42 fields, no
/// header, "?" for missing, the label last: ` - 50000.` or ` 50000+.`; column names as MMoE's
/// followers have them. Columns that are labels, and `instance_weight`, are no features. With the
/// owner's two files the test part is the owner's, and of the training file every tenth row is for
/// validation; of one file alone, eight of ten rows are for training, one each for validation and test.
package struct CensusIncome: DataSource {
  package static let name = "census-income"
  package static let summary =
    "Income and marital status of 299,285 people, US surveys of 1994 and 1995."
  package static let origin = DataOrigin.published([
    PublishedFiles(
      eitherOf: [["census-income.data"], ["census-income.test"]],
      at: "https://archive.ics.uci.edu/dataset/117/census+income+kdd")
  ])
  package static let examples = [SourceExample].ofIncomes

  package static var taskNames: [String] { Label.allCases.map(\.rawValue) }

  @OptionGroup package var options: SourceOptions

  package init() {}

  /// Checks the paths and tasks.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try options.check(Self.self, takes: .folderOrFiles(2))
  }

  /// The labels that can be learned.
  enum Label: String, CaseIterable {
    case income
    case neverMarried = "never-married"
    case college

    var column: String {
      switch self {
      case .income: "income_50k"
      case .neverMarried: "marital_stat"
      case .college: "education"
      }
    }

    func value(_ word: String) -> Float? {
      switch self {
      case .income: ["- 50000.": 0, "50000+.": 1, "- 50000": 0, "50000+": 1][word]
      case .neverMarried: word == "Never married" ? 1 : 0
      case .college: Self.degrees.contains { word.hasPrefix($0) } ? 1 : 0
      }
    }

    /// A completed degree, associate degrees included.
    private static let degrees = [
      "Associates degree", "Bachelors degree", "Masters degree", "Prof school degree",
      "Doctorate degree",
    ]
  }

  private static let columns = [
    "age", "class_worker", "det_ind_code", "det_occ_code", "education", "wage_per_hour",
    "hs_college", "marital_stat", "major_ind_code", "major_occ_code", "race", "hisp_origin", "sex",
    "union_member", "unemp_reason", "full_or_part_emp", "capital_gains", "capital_losses",
    "stock_dividends", "tax_filer_stat", "region_prev_res", "state_prev_res", "det_hh_fam_stat",
    "det_hh_summ", "instance_weight", "mig_chg_msa", "mig_chg_reg", "mig_move_reg", "mig_same",
    "mig_prev_sunbelt", "num_emp", "fam_under_18", "country_father", "country_mother",
    "country_self", "citizenship", "own_or_self", "vet_question", "vet_benefits", "weeks_worked",
    "year", "income_50k",
  ]
  private static let numeric = [
    "age", "wage_per_hour", "capital_gains", "capital_losses", "stock_dividends", "num_emp",
    "weeks_worked",
  ]

  /// The training file, the test file, or both.
  ///
  /// - Throws: `DataError` if a file is missing.
  package func files(in folders: DataFolders) throws(DataError) -> [String] {
    if options.paths.count == 2 {
      return [
        try folders.file(named: options.paths[0]), try folders.file(named: options.paths[1]),
      ]
    }
    return try folders.files(
      ["census-income.data", "census-income.test"], of: Self.self, given: options.paths.first)
  }

  /// Reads both files; every tenth training row is for validation.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    var readings = Dictionary(
      uniqueKeysWithValues: Self.numeric.map { ($0, TextTable.Reading.numbers) })
    readings["instance_weight"] = .nothing
    let table = TextTable(names: Self.columns, readings: options.reading(readings))
    var firstRows = 0
    for (index, file) in files.enumerated() {
      try table.append(
        file: file, format: TextFormat(isQuoted: false, hasHeader: false),
        limit: index == 0 ? options.rows ?? .max : .max, context: context.part(index, files.count))
      if index == 0 { firstRows = table.rowCount }
    }
    let labels =
      options.tasks.isEmpty ? [.income, .neverMarried] : options.tasks.compactMap(Label.init)
    let left = Set(labels.map(\.column) + ["income_50k", "instance_weight"])
    let features = try Self.columns.filter { !left.contains($0) }.map { name in
      try Self.numeric.contains(name) ? table.number(name) : table.feature(name)
    }
    let values = try labels.map { label in
      try table.values(
        try table.index(of: label.column), expected: .words(["- 50000.", "50000+."]),
        meaning: label.value)
    }
    let split = try options.split(of: table) {
      files.count == 2
        ? Split(everyTenthOf: firstRows, thenTest: table.rowCount - firstRows)
        : Split(tenByTen: table.rowCount)
    }
    return RawData(
      source: Self.name, features: features, tasks: labels.map { Task(name: $0.rawValue) },
      labels: values, split: split,
      notes: [.leftOut(left.sorted(), because: nil)]
        + (files.count == 1 ? [.readOnly(files, of: 2)] : []) + table.notes,
      options: options.text + " files \(files.count)", form: options.features.form)
  }
}

extension [SourceExample] {
  /// The examples of both censuses, which have the same tasks.
  static let ofIncomes = [
    SourceExample(meaning: "Two tasks: income and never-married."),
    SourceExample(["tasks": "income college"], meaning: "Other tasks: a degree beside income."),
  ]
}
