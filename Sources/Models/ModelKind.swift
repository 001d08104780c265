package import ArgumentParser
package import Engine
package import Options

/// An architecture: its options, and how its logits follow from a row.
///
/// A kind is one file in `Kinds/` and one word in `modelKinds`; building, help, completion, saving,
/// loading and the checks that every model passes all start from there.
package protocol ModelKind: ParsableArguments, Sendable {
  /// The word after `build`.
  static var name: String { get }
  /// One sentence.
  static var summary: String { get }
  /// Authors, title, venue.
  static var paper: String { get }
  /// Options that work together, each with its words, by the name without dashes.
  static var examples: [KeyValuePairs<String, String>] { get }

  /// What its tasks have to do with each other.
  static var tasks: TaskRelation { get }

  /// What its dense layers have in common.
  var layers: LayerOptions { get }

  /// Describes the model, from `network.embedding` to a logit a task of the schema.
  func logits(in network: Network) -> [Value]
}

/// What the tasks of a kind of model have to do with each other.
package enum TaskRelation: Sendable {
  /// They share parts of the model.
  case together
  /// Each has a model of its own.
  case apart
  /// They are the events of a funnel in their order, each a part of the one before; all are binary.
  case funnel
}

extension ModelKind {
  package static var tasks: TaskRelation { .together }

  /// The kind with options as a saved file holds them.
  package static func parsed(_ options: [OptionSetting]) throws(OptionFailure) -> Self {
    try OptionParser.parse(self, OptionSetting.words(options))
  }
}

/// Every kind of model there is.
package let modelKinds: [any ModelKind.Type] = [
  DEPHN.self, MTPHN.self, MMoE.self, OMoE.self, PLE.self, CGC.self, SNR.self, SharedBottom.self,
  CrossStitch.self, ESMM.self, AITM.self, DNN.self, WideDeep.self, DCN.self, DCNV2.self, FINT.self,
  NFM.self, XDeepFM.self, PHN.self,
]
