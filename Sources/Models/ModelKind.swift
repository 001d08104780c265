package import ArgumentParser
package import Engine
package import Options

/// An architecture: its options, and the computation of its logits.
///
/// A kind is one file in `Kinds/` and one entry in `modelKinds`, from which building, help, completion,
/// saving, loading and the tests of all models follow.
package protocol ModelKind: ParsableArguments, Sendable {
  /// The name, as in `build mmoe`.
  static var name: String { get }
  /// A description in one sentence.
  static var summary: String { get }
  /// The paper: authors, title, venue.
  static var paper: String { get }
  /// Example options that work together: words by option name without dashes.
  static var examples: [KeyValuePairs<String, String>] { get }

  /// The relation of its tasks.
  static var tasks: TaskRelation { get }

  /// The options common to its dense layers.
  var layers: LayerOptions { get }

  /// Builds the model, from `network.embedding` to one logit per task of the schema.
  func logits(in network: Network) -> [Value]
}

/// The relation of the tasks of a kind of model.
package enum TaskRelation: Sendable {
  /// Tasks share parts of the model.
  case together
  /// Each task has a model of its own.
  case apart
  /// Tasks are the events of a funnel in order, each a subset of the one before; all are binary.
  case funnel
}

extension ModelKind {
  /// By default, tasks share parts of the model.
  package static var tasks: TaskRelation { .together }

  /// The kind with options from a saved file.
  ///
  /// - Throws: `OptionFailure`.
  package static func parsed(_ options: [OptionSetting]) throws(OptionFailure) -> Self {
    try OptionParser.parse(self, OptionSetting.words(options))
  }
}

/// All kinds of models.
package let modelKinds: [any ModelKind.Type] = [
  DEPHN.self, MTPHN.self, MMoE.self, OMoE.self, PLE.self, CGC.self, SNR.self, SharedBottom.self,
  CrossStitch.self, ESMM.self, AITM.self, DNN.self, WideDeep.self, DCN.self, DCNV2.self, FINT.self,
  NFM.self, XDeepFM.self, PHN.self,
]
