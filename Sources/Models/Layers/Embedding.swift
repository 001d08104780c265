import DataSets
import Engine

extension Network {
  /// The raw embedding E of a row, [fields × dimension], in the order of the schema's features.
  ///
  /// A categorical field is a row of `embedding.<f>.weight` [V, d], id 0 being "unknown or missing",
  /// a multi-valued one the weighted mean of such rows, a numeric one `v · scale + shift`.
  /// `regularizer` is λ of λ/2 · Σ w² over all of them. `owner` is where the names begin, for a
  /// model a task.
  func embedding(_ options: EmbeddingOptions, of owner: Parameters? = nil) -> Value {
    let dimension = options.embeddingDim
    let (value, tensors) = embeddedFields(
      (owner ?? parameters)["embedding"], dimension: dimension,
      table: .normal(deviation: 0.01),
      vector: .normal(deviation: 1 / Double(dimension).squareRoot()))
    for parameter in tensors {
      parameter.exception.decay = Float(options.embeddingRegularizer)
    }
    return value
  }

  /// The wide part of a model: a weight a category, and a slope and a shift a numeric field, summed.
  func linearTerm(_ parameters: Parameters) -> Value {
    let (value, _) = embeddedFields(
      parameters, dimension: 1, table: .constant(0), vector: .constant(0))
    return graph.groupSum(value, groups: schema.features.count)
  }

  /// The vectors of all features side by side, and each one's tensors with their initial values.
  private func embeddedFields(
    _ parameters: Parameters, dimension: Int, table: InitialValues, vector: InitialValues
  ) -> (value: Value, tensors: [Parameter]) {
    var (categories, numbers, lists) = (0, 0, 0)
    var tensors: [Parameter] = []
    // Neighbours of one value a row are looked up together; a multi-valued field stands alone.
    var parts: [Value] = []
    var fields: [EmbeddedField] = []
    for feature in schema.features {
      let place = parameters[feature.name]
      guard let rows = feature.tableRows else {
        let scale = place.tensor("scale", [dimension], vector)
        let shift = place.tensor("shift", [dimension], vector)
        fields.append(.number(column: numbers, scale: scale, shift: shift))
        tensors += [scale, shift]
        numbers += 1
        continue
      }
      let weight = place.tensor("weight", [rows, dimension], table)
      tensors.append(weight)
      if feature.isMultiple {
        if !fields.isEmpty { parts.append(graph.embedding(fields, dimension: dimension)) }
        fields = []
        parts.append(graph.pooledEmbedding(column: lists, table: weight, dimension: dimension))
        lists += 1
      } else {
        fields.append(.category(column: categories, table: weight))
        categories += 1
      }
    }
    if !fields.isEmpty { parts.append(graph.embedding(fields, dimension: dimension)) }
    return (parts.count == 1 ? parts[0] : graph.concatenation(parts), tensors)
  }
}
