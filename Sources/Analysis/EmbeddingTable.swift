package import DataSets
import Display
import Engine
import FoundationEssentials
package import Models
package import System
import Training

/// The embeddings of a feature's words, side by side if a model has more than one for each.
package struct EmbeddingTable {
  /// A word for each row; the first, empty, is "unknown or missing".
  package let words: [String]
  /// Numbers of a word.
  package let dimension: Int
  private let feature: String
  private let tables: [(name: String, width: Int, values: [Float])]

  /// The tables of a feature that has some.
  package init(_ model: Model, _ feature: Feature) {
    self.feature = feature.name
    let rows = feature.tableRows ?? 0
    words =
      switch feature.kind {
      case .categorical(let vocabulary), .multiple(let vocabulary): [""] + vocabulary
      case .hashed, .binned, .numeric: (0..<rows).map { $0 == 0 ? "" : "#\($0)" }
      }
    let name = "embedding.\(feature.name).weight"
    tables = model.parameters.all.filter { $0.name == name || $0.name.hasSuffix("." + name) }
      .map { ($0.name, $0.shape.last ?? 0, $0.weights.array) }
    dimension = tables.reduce(0) { $0 + $1.width }
  }

  /// One line per word: the word, then its numbers.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func csv(_ interrupt: Interrupt) throws(CancellationError) -> [UInt8] {
    var text = Table.record([feature] + (1...max(1, dimension)).map { "e\($0)" })
    for row in words.indices {
      try interrupt.check()
      text += Table.record(
        [words[row]]
          + tables.flatMap { table in
            table.values[row * table.width..<(row + 1) * table.width].map { "\($0)" }
          })
    }
    return Array(text.utf8)
  }

  /// The tables under their names, the words as a JSON list in the metadata.
  package func safetensors() throws -> [UInt8] {
    let list = String(decoding: try JSONEncoder().encode(words), as: UTF8.self)
    return try Safetensors(
      tensors: tables.map { table in
        Safetensors.Tensor(
          name: table.name, shape: [words.count, table.width], values: table.values)
      }, metadata: ["feature": feature, "words": list]
    ).encoded()
  }
}
