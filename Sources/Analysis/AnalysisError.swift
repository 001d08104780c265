/// Why a figure cannot be drawn; `Language` writes the sentences.
package enum AnalysisError: Error, Equatable {
  case noData(model: String)
  case noRows(part: String)
  case lacks(Part, model: String, kind: String)
  case fewTasks
  /// Models that are compared have no task in common.
  case noCommonTask
  case unknownBaseline(String, known: [String])

  /// A part that some kinds of models have.
  package enum Part: Sendable, Equatable { case experts, gates, selectionGates }
}
