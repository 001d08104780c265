import Data
import Engine

extension Network {
  /// The raw embedding E of a row, [fields × dimension], in the order of the schema's features.
  ///
  /// A categorical field is a row of `embedding.<f>.weight` [V, d], id 0 being "unknown or missing";
  /// a numeric one is `v · scale + shift`. `regularizer` is λ of λ/2 · Σ w² over all of them.
  func embedding(_ options: EmbeddingOptions) -> Value {
    let dimension = options.embeddingDim
    var categories = 0
    var numbers = 0
    let fields = schema.features.map { feature -> EmbeddedField in
      let place = parameters["embedding"][feature.name]
      switch feature.kind {
      case .categorical(let vocabulary):
        defer { categories += 1 }
        let table = place.tensor(
          "weight", [vocabulary.count + 1, dimension], .normal(deviation: 0.01))
        return .category(column: categories, table: table)
      case .numeric:
        defer { numbers += 1 }
        let spread = InitialValues.normal(deviation: 1 / Double(dimension).squareRoot())
        return .number(
          column: numbers, scale: place.tensor("scale", [dimension], spread),
          shift: place.tensor("shift", [dimension], spread))
      }
    }
    for parameter in store.all where parameter.name.hasPrefix("embedding.") {
      parameter.exception.decay = Float(options.embeddingRegularizer)
    }
    return graph.embedding(fields, dimension: dimension)
  }
}
