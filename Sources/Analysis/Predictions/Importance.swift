package import DataSets
import Display
import Models
package import System
package import Training

/// Which fields a model needs for which task: what its figures lose when a field's values are shuffled.
///
/// Permutation importance (Breiman, Random Forests, 2001; model-agnostic: Fisher, Rudin, Dominici, JMLR
/// 2019): AUC of a binary task, R² of a regression, as it is less what it is with the field's values
/// handed around among the rows. Fields that say the same cover for each other, so that neither
/// seems to matter.
package struct Importance: Sendable {
  /// How much a task's figure falls, over the repeats.
  package struct Fall: Sendable {
    /// One per repeat.
    package let values: [Double]

    package var mean: Double { values.reduce(0, +) / Double(values.count) }
    /// Sample standard deviation over the repeats; nil for one.
    package var deviation: Double? {
      if values.count < 2 { return nil }
      let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      return (squares / Double(values.count - 1)).squareRoot()
    }
    /// Whether the fall is above what repeats scatter by, as far as that is known.
    var isBeyondScatter: Bool {
      mean > 2 * (deviation ?? 0) / Double(values.count).squareRoot()
    }
    /// Whether the fall is above what repeats scatter by, and large enough to speak of.
    package var matters: Bool { mean > TaskScores.leastFall && isBeyondScatter }
  }

  /// How often fields are shuffled, and on which rows.
  package struct Settings: Sendable {
    package var repeats = 5
    /// Rows that are drawn; nil takes all.
    package var rows: Int? = 20_000
    package var seed: UInt64 = 1

    package init() {}
  }

  package let fields: [String]
  /// Tasks whose figure is defined on the rows.
  package let tasks: [String]
  /// Tasks whose figure is not, for they have one class or constant labels there.
  package let constantTasks: [String]
  /// The figures with all fields in place.
  package let whole: [Double]
  /// [fields][tasks].
  package let falls: [[Fall]]
  let look: Look
  let repeats: Int
  /// One per task.
  let kinds: [Task.Kind]

  /// Shuffles every field of `named`'s data in turn.
  ///
  /// - Throws: `AnalysisError.noData`, `.noRows`, `.oneClass`; `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, _ settings: Settings,
    in sampleSpaces: [SampleSpace] = [], progress: (_ field: Int, _ of: Int) -> Void = { _, _ in },
    interrupt: Interrupt = .never
  ) throws {
    let look = try Look(at: part, of: named, in: sampleSpaces).drawing(
      settings.rows ?? .max, seed: settings.seed, interrupt)
    let sample = try RowSample(look, interrupt)
    let rows = try look.taskRows(interrupt)
    let schema = look.data.schema
    func figures(_ data: DataSet) throws -> [Double?] {
      let scores = try Prediction(named.model, data).scores(sample.rows, interrupt: interrupt)
      return try TaskScores.all(scores, on: rows).map {
        try interrupt.check()
        return $0.quality
      }
    }
    let before = try figures(sample.data)
    let defined = before.indices.filter { before[$0] != nil }
    if defined.isEmpty { throw AnalysisError.oneClass(part: part.rawValue) }
    let whole = defined.compactMap { before[$0] }
    var falls: [[Fall]] = []
    for (field, feature) in schema.features.enumerated() {
      progress(field, schema.features.count)
      var repeats: [[Double]] = []
      for number in 0..<settings.repeats {
        let after = try figures(
          sample.shuffling(
            field, seed: settings.seed, purpose: "importance of \(feature.name), \(number)"))
        repeats.append(defined.enumerated().map { whole[$0] - (after[$1] ?? .nan) })
      }
      falls.append(whole.indices.map { task in Fall(values: repeats.map { $0[task] }) })
    }
    self.look = look
    self.falls = falls
    self.whole = whole
    fields = schema.features.map(\.name)
    tasks = defined.map { schema.tasks[$0].name }
    constantTasks = before.indices.filter { before[$0] == nil }.map { schema.tasks[$0].name }
    kinds = defined.map { schema.tasks[$0].kind }
    repeats = settings.repeats
  }
}
