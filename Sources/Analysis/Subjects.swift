package import DataSets
package import Models
package import Training
import Display

/// A model under the name that a person gave it.
package struct NamedModel {
  package let name: String
  package let trainer: Trainer

  /// Names a model for titles and readings.
  package init(_ name: String, _ trainer: Trainer) {
    self.name = name
    self.trainer = trainer
  }

  package var model: Model { trainer.model }

  /// The model in a title: `m (dephn)`.
  var label: String { "\(name) (\(model.kindName))" }

  /// The model's data.
  ///
  /// - Throws: `AnalysisError.noData` for a model that was opened without any.
  func data() throws(AnalysisError) -> DataSet {
    guard let data = trainer.data else { throw .noData(model: name) }
    return data
  }

  /// How far training has come, for a title.
  var age: String { trainer.age.phrase }
}

/// Rows that a figure is about, and their name in its title.
package struct RowSelection: Sendable {
  package let rows: [Int32]
  /// `train + validation, 32,561 rows`.
  package let title: String

  /// The rows of some parts; for one part whose rows are a file, that is the file.
  ///
  /// - Throws: `AnalysisError.noRows` if there are none.
  package init(_ parts: [Split.Part], of data: DataSet) throws(AnalysisError) {
    rows = parts.flatMap { data.split[$0] }
    let names = parts.map(\.rawValue).joined(separator: " + ")
    guard !rows.isEmpty else { throw .noRows(part: names) }
    title = "\(names), \(Phrase.count(rows.count, "row"))"
  }

  /// A column's values on these rows.
  func values(_ column: Values<Float>) -> [Float] { column.values(of: rows) }
}
