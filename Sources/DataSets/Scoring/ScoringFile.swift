import System

/// A file of rows to predict: read window by window, as a model reads its features.
///
/// Columns are matched by name, in any order; others are left out. Labels need not be there.
package struct ScoringFile {
  private let path: String
  private let schema: Schema
  private let kept: [String]
  private let form: FormRecognition

  /// What the rows had that the model does not know.
  package struct Unknown: Sendable, Equatable {
    package var feature: String
    /// Rows with a word that the model's vocabulary lacks, or that is no number.
    package var rows: Int
  }

  /// Recognises the file's form; `kept` are columns handed through.
  ///
  /// - Throws: `DataError` if a column is not there, or the file is no table.
  package init(_ path: String, schema: Schema, keeping kept: [String]) throws(DataError) {
    self.path = path
    self.schema = schema
    self.kept = kept
    form = FormRecognition(
      try TextSample(of: path), GivenForm(names: Set(schema.features.map(\.name) + kept)))
  }

  /// Calls `body` with the rows of each window in turn; gives the words that the model does not know.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt; what `body` throws.
  package func forEachWindow(
    _ context: LoadContext, _ body: (RowsToScore) throws -> Void
  ) throws -> (unknown: [Unknown], notes: [DataNote]) {
    let table = TextTable(missing: schema.forms.missingWords)
    table.countries = Set(schema.features.filter(\.knowsNA).map(\.name))
    let encoders = schema.features.map { FeatureEncoder($0, schema.forms) }
    var sources: [FeatureSource]?
    var unknown = [Int](repeating: 0, count: encoders.count)
    var otherUnits = unknown
    let format = form.form.format(missing: [])
    let headerLines = form.form.hasHeader ? 1 + form.form.skippedLines : form.form.skippedLines
    try table.forEachWindow(file: path, format: format, context: context) { file, rows in
      let found = try sources ?? self.sources(in: table)
      sources = found
      let columns = try encoders.indices.map { index in
        try context.interrupt.check()
        return try encoders[index].column(found[index], of: table, commas: form.hasFreeCommas)
      }
      for (index, column) in columns.enumerated() {
        unknown[index] += column.unknown
        otherUnits[index] += column.otherUnits
      }
      let words = try kept.map { name in try table.texts(table.index(of: name)) }
      try body(
        RowsToScore(
          data: data(columns.map(\.column), rows: rows.count),
          numbers: rows.map { file.line(ofRow: $0) - headerLines }, kept: words))
    }
    let counted = zip(schema.features, unknown).map { Unknown(feature: $0.name, rows: $1) }
    let units = Self.notes(ofUnits: zip(sources ?? [], otherUnits), names: table.names)
    return (counted.filter { $0.rows > 0 }, table.notes + units)
  }

  /// Times that count in another unit than the model's, a note per column.
  private static func notes(
    ofUnits rows: some Sequence<(FeatureSource, Int)>, names: [String]
  ) -> [DataNote] {
    var seen: Set<Int> = []
    return rows.compactMap { source, rows in
      guard rows > 0, case .time(let column, _) = source, seen.insert(column).inserted else {
        return nil
      }
      return .otherUnits(column: names[column], [], rows: rows)
    }
  }

  /// The columns that the features are made of.
  private func sources(in table: TextTable) throws -> [FeatureSource] {
    for name in kept where !table.names.contains(name) {
      throw DataError(.unknown(.column, name, known: table.names), file: path, line: 1)
    }
    return try schema.features.map { feature in
      if let index = table.names.firstIndex(of: feature.name) { return .column(index) }
      for part in TimePart.allCases where feature.name.hasSuffix(".\(part.rawValue)") {
        let name = String(feature.name.dropLast(part.rawValue.count + 1))
        if let index = table.names.firstIndex(of: name) { return .time(index, part) }
      }
      if feature.name.hasSuffix(".bins"),
        let index = table.names.firstIndex(of: String(feature.name.dropLast(5)))
      {
        return .column(index)
      }
      throw DataError(
        .unknown(
          form.form.hasHeader ? .modelFeature : .modelFeatureWithoutHeader, feature.name,
          known: table.names), file: path, line: 1)
    }
  }

  private func data(_ columns: [DataSet.Column], rows: Int) -> DataSet {
    let labels = Values([Float](repeating: .nan, count: rows))
    return DataSet(
      source: path, schema: schema, columns: columns, labels: schema.tasks.map { _ in labels },
      split: Split(train: [], validation: [], test: Array(0..<Int32(rows))), notes: [],
      fingerprint: "", statistics: columns.map { _ in FieldStatistics() })
  }
}

/// Rows of a window, encoded.
package struct RowsToScore {
  /// All rows in the test part, without labels.
  package var data: DataSet
  /// Each row's line in the file, without the header's: 1 is the first row.
  package var numbers: [Int]
  /// The texts of the columns handed through.
  package var kept: [[String]]
}

extension TextTable {
  /// A column's rows as texts, empty where missing.
  fileprivate func texts(_ column: Int) throws -> [String] {
    let (codes, words) = try words(column)
    let texts = words.strings
    return (0..<codes.count).map { codes[$0] < 0 ? "" : texts[Int(codes[$0])] }
  }
}

extension FormRecognition {
  /// Whether commas do not separate the fields.
  var hasFreeCommas: Bool { form.separator != UInt8(ascii: ",") }
}

extension Feature {
  /// Whether "NA" is one of its words, as of countries.
  fileprivate var knowsNA: Bool {
    if case .categorical(let vocabulary) = kind { return vocabulary.contains("NA") }
    return false
  }
}
