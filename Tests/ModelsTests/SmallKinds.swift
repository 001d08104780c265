import ArgumentParser
import DataSets
import Engine
import Models
import Testing

/// A kind with options that make it small, so that every weight can be moved by hand.
struct SmallKind: CustomTestStringConvertible, Sendable {
  let words: [String]
  var testDescription: String { words.joined(separator: " ") }

  /// `text` is what stands after `build`, in words without quotes.
  init(_ text: String) { words = text.split(separator: " ").map(String.init) }

  func model(
    seed: UInt64 = 1, schema: Schema = SmallData.schema, firstLayers: FirstLayers = .wanted
  ) throws -> Model {
    guard let kind = modelKinds.first(where: { $0.name == words[0] }) else {
      throw ModelError.noFeatures
    }
    return try Model(
      try kind.parse(Array(words.dropFirst())), schema: schema, seed: seed,
      firstLayers: firstLayers)
  }

  /// Ways of the first layers: none, some and all fields of `SmallData` are looked up.
  static let ways = [
    FirstLayers.dense, FirstLayers(largestTable: 3, leastDimension: 1),
    FirstLayers(largestTable: 128, leastDimension: 1),
  ]

  private static let experts = " --embedding-dim 4 --expert-hidden-units 6 5"
  private static let towers = " --tower-hidden-units 3"
  private static let deep = " --embedding-dim 4 --hidden-units 6 5"

  static let all = [
    "dephn --virtual-gradient none" + experts,
    "dephn --virtual-gradient none --gate mapping --mappings raw cos tanh square sin "
      + "--num-experts 2" + experts,
    "dephn --virtual-gradient none --residual plain --heads 1 --num-cross-layers 1" + experts,
    "dephn --virtual-gradient none --residual none --num-field-layers 0" + experts,
    "dephn --virtual-gradient none --embedding-regularizer 0.01" + experts,
    "dephn --virtual-gradient none --expert-dropout 0.2" + experts,
    "dephn --virtual-gradient none --gate mapping --expert-dropout 0.2" + experts,
    "mt-phn --num-experts 2" + experts + towers,
    "mt-phn --num-experts 2 --expert-dropout 0.2" + experts + towers,
    "mt-phn --setting all-public --num-experts 2 --num-cross-layers 2" + experts + towers,
    "mt-phn --setting dnn-private --num-field-layers 2" + experts + towers,
    "shared-bottom --embedding-dim 4 --bottom-hidden-units 6 5" + towers,
    "mmoe --num-experts 3" + experts + towers,
    "mmoe --num-experts 3 --dropout 0.2 --net-regularizer 0.01" + experts + towers,
    "omoe --num-experts 3 --expert-dropout 0.2" + experts + towers,
    "cgc --num-shared-experts 1 --num-specific-experts 2" + experts + towers,
    "ple --num-shared-experts 2 --num-specific-experts 1" + experts + towers,
    "cgc --num-shared-experts 2 --num-specific-experts 2 --expert-dropout 0.2" + experts + towers,
    "ple --num-levels 3 --num-shared-experts 1 --num-specific-experts 1" + experts + towers,
    "snr --num-experts 3" + experts + towers,
    "snr --num-experts 3 --connection aver --gate-penalty 0.01" + experts + towers,
    "cross-stitch" + deep,
    "cross-stitch --stitch-own 1 --stitch-learning-rate 0.05" + deep,
    "esmm --embedding-dim 4 --tower-hidden-units 6 5",
    "aitm --embedding-dim 4 --bottom-hidden-units 6 5",
    "dnn" + deep,
    "dnn --dropout 0.1" + deep,
    "dcn --batch-norm --num-cross-layers 1" + deep,
    "mmoe --batch-norm --num-experts 2" + experts + towers,
    "wide-deep --net-regularizer 0.01" + deep,
    "dcn --num-cross-layers 2" + deep,
    "dcn-v2 --num-cross-layers 2" + deep,
    "fint --num-field-layers 2" + deep,
    "nfm" + deep,
    "xdeepfm --cin-hidden-units 3 2" + deep,
    "phn --num-cross-layers 2 --num-field-layers 2" + deep,
  ].map(SmallKind.init)
}
