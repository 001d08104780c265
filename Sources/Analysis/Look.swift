import DataSets
import Display
import Models
import System
import Training

/// A look at some rows of a model's data: what is measured, and what titles call it.
struct Look: Sendable {
  /// `m (dephn)`.
  let model: String
  let data: DataSet
  /// Tasks that count only rows on which another label is 1.
  let sampleSpaces: [SampleSpace]
  private(set) var rows: [Int32]
  /// `adult · test, 16,281 rows`.
  private(set) var rowsTitle: String

  /// The rows of a part of a model's data.
  ///
  /// - Throws: `AnalysisError.noData` or `.noRows`; `TrainingError` about a sample space.
  init(at part: Split.Part, of named: NamedModel, in sampleSpaces: [SampleSpace] = []) throws {
    data = try named.data()
    try sampleSpaces.check(data.schema.tasks)
    self.sampleSpaces = sampleSpaces
    let selection = try RowSelection([part], of: data)
    model = named.label
    rows = selection.rows
    rowsTitle =
      "\(data.source) · \(selection.title)"
      + sampleSpaces.map { ", \($0.task) where \($0.label) is 1" }.joined()
  }

  /// The same at `most` of the rows at most, drawn with the seed and kept in their order.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func drawing(
    _ most: Int, seed: UInt64, _ interrupt: Interrupt
  ) throws(CancellationError) -> Look {
    if rows.count <= most { return self }
    var look = self
    look.rows = try RowSample.drawn(rows, most: most, seed: seed, interrupt)
    look.rowsTitle += ", \(NumberFormat.count.text(Double(look.rows.count))) of them drawn"
    return look
  }

  /// `m (dephn) · adult · test, 16,281 rows`.
  var title: String { "\(model) · \(rowsTitle)" }

  /// The rows on which each task counts.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func taskRows(_ interrupt: Interrupt) throws(CancellationError) -> [TaskRows] {
    try TaskRows.all(among: rows, of: data, in: sampleSpaces, interrupt: interrupt)
  }

  /// A column's values on the rows.
  func values(_ column: Values<Float>) -> [Float] { column.values(of: rows) }
}
