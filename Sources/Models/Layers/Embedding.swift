import DataSets
import Engine

extension Network {
  /// The raw embedding E of a row, [fields × dimension], in the order of the schema's features.
  ///
  /// A categorical field is a row of `embedding.<f>.weight` [V, d], with id 0 for unknown or missing
  /// values; a multi-valued one is the weighted mean of such rows, a numeric one `v · scale + shift`.
  /// The regularizer is λ in λ/2 · Σ w² over all of them. `owner` is the scope of names of a model per
  /// task.
  func embedding(_ options: EmbeddingOptions, of owner: Parameters? = nil) -> Value {
    module(.embedding, (owner ?? parameters)["embedding"]) {
      let dimension = options.embeddingDim
      let (value, fields) = embeddedFields(
        (owner ?? parameters)["embedding"], dimension: dimension,
        table: .normal(deviation: 0.01),
        vector: .normal(deviation: 1 / Double(dimension).squareRoot()))
      for (feature, field) in zip(schema.features, fields) {
        vectors[feature.name, default: []] += field.parameters
        for parameter in field.parameters {
          parameter.exception.decay = Float(options.embeddingRegularizer)
        }
      }
      return value
    }
  }

  /// The linear part of a model: the sum of a weight per category, and of slope and shift per number.
  func linearTerm(_ parameters: Parameters) -> Value {
    module(.interaction, parameters) {
      let (value, _) = embeddedFields(
        parameters, dimension: 1, table: .constant(0), vector: .constant(0))
      return graph.groupSum(value, groups: schema.features.count)
    }
  }

  /// The vectors of all features in order, and the computation of each.
  private func embeddedFields(
    _ parameters: Parameters, dimension: Int, table: InitialValues, vector: InitialValues
  ) -> (value: Value, fields: [EmbeddedField]) {
    var (categories, numbers, lists) = (0, 0, 0)
    let fields = schema.features.map { feature -> EmbeddedField in
      let tensors = parameters[feature.name]
      guard let rows = feature.tableRows else {
        defer { numbers += 1 }
        return .number(
          column: numbers, scale: tensors.tensor("scale", [dimension], vector),
          shift: tensors.tensor("shift", [dimension], vector))
      }
      let weight = tensors.tensor("weight", [rows, dimension], table)
      if feature.isMultiple {
        defer { lists += 1 }
        return .list(column: lists, table: weight)
      }
      defer { categories += 1 }
      return .category(column: categories, table: weight)
    }
    return (graph.embedding(fields, dimension: dimension), fields)
  }
}
