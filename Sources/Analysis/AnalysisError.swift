/// Why a figure cannot be drawn; `Language` writes the sentences.
package enum AnalysisError: Error, Equatable {
  case noData(model: String)
  case noRows(part: String)
  case lacks(Part, model: String, kind: String)
  case fewTasks
  /// A model whose networks belong to tasks, asked to leave out an expert.
  case networksOfTasks(model: String, kind: String)
  /// Models that are compared have no task in common.
  case noCommonTask
  case unknownBaseline(String, known: [String])
  case unknownField(String, known: [String])
  /// A field without a value that is frequent enough to look at.
  case rareValues(field: String, values: Int, rows: Int, least: Int)
  /// Two models whose data sets differ.
  case otherData(String, String)
  /// Gates that every row shares, looked at by a field.
  case sameForAllRows(model: String)
  /// A virtual gradient that scales the gates of each row.
  case gatesDifferByRow(model: String)
  /// A level of experts that a model lacks.
  case noLevel(model: String, level: Int, known: [Int])
  /// A calibration of regressions only.
  case noBinaryTask(model: String)
  /// A model whose tasks have no tensor in common.
  case sharesNothing(model: String, kind: String)
  /// Data whose labels are no derived confidences.
  case noConfidences(source: String)
  /// A quantity that no step of training noted, or that the model lacks.
  case notRecorded(String, model: String, kind: String)
  /// Nothing was recorded, since the model was never trained.
  case neverTrained(model: String)
  /// A part on which no task has both classes.
  case oneClass(part: String)

  /// A part that some kinds of models have.
  package enum Part: Sendable, Equatable { case experts, gates, selectionGates, virtualGradient }
}
