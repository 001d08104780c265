import Data
import Engine

extension Network {
  /// The raw embedding E of a row, [fields × dimension], in the order of the schema's features.
  ///
  /// A categorical field is a row of `embedding.<f>.weight` [V, d], id 0 being "unknown or missing";
  /// a numeric one is `v · scale + shift`. `regularizer` is λ of λ/2 · Σ w² over all of them.
  /// `owner` is where the names begin, for a model a task.
  func embedding(_ options: EmbeddingOptions, of owner: Parameters? = nil) -> Value {
    let dimension = options.embeddingDim
    let fields = embeddedFields(
      (owner ?? parameters)["embedding"], dimension: dimension,
      table: .normal(deviation: 0.01),
      vector: .normal(deviation: 1 / Double(dimension).squareRoot()))
    for parameter in fields.flatMap(\.parameters) {
      parameter.exception.decay = Float(options.embeddingRegularizer)
    }
    return graph.embedding(fields, dimension: dimension)
  }

  /// The wide part of a model: a weight a category, and a slope and a shift a numeric field, summed.
  func linearTerm(_ parameters: Parameters) -> Value {
    let fields = embeddedFields(
      parameters, dimension: 1, table: .constant(0), vector: .constant(0))
    return graph.groupSum(graph.embedding(fields, dimension: 1), groups: fields.count)
  }

  /// Each feature's tensors under its name, with their initial values.
  private func embeddedFields(
    _ parameters: Parameters, dimension: Int, table: InitialValues, vector: InitialValues
  ) -> [EmbeddedField] {
    var categories = 0
    var numbers = 0
    return schema.features.map { feature in
      let place = parameters[feature.name]
      switch feature.kind {
      case .categorical(let vocabulary):
        defer { categories += 1 }
        return .category(
          column: categories,
          table: place.tensor("weight", [vocabulary.count + 1, dimension], table))
      case .numeric:
        defer { numbers += 1 }
        return .number(
          column: numbers, scale: place.tensor("scale", [dimension], vector),
          shift: place.tensor("shift", [dimension], vector))
      }
    }
  }
}
