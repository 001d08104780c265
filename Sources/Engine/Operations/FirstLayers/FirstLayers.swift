/// The rule that selects the fields which a model's first layers look up in a table (`FieldDense`).
///
/// It depends on the model alone, never on how or where it is trained, because bits depend on it.
package struct FirstLayers: Sendable, Equatable {
  /// Rows of a field's table at most; a number has two.
  package var largestTable: Int
  /// Numbers of a vector at least.
  package var leastDimension: Int

  package init(largestTable: Int, leastDimension: Int) {
    self.largestTable = largestTable
    self.leastDimension = leastDimension
  }

  package static let byTable = FirstLayers(largestTable: 128, leastDimension: 8)
  /// All fields in matrix products.
  package static let dense = FirstLayers(largestTable: 0, leastDimension: .max)

  func looksUp(_ field: EmbeddedField, dimension: Int) -> Bool {
    if dimension < leastDimension { return false }
    switch field {
    case .category(_, let table): return table.rowCount <= largestTable
    case .number: return 2 <= largestTable
    case .list: return false
    }
  }
}

extension Graph {
  /// Replaces the dense layers that read fields' vectors by a lookup, for the fields that `rule`
  /// admits.
  ///
  /// Called once, when the graph is complete. Parameters keep their names; only vectors that nothing else reads disappear.
  package func lookUpFirstLayers(_ rule: FirstLayers) {
    for case let embedding as FieldEmbedding in operations {
      if let readers = FirstLayerReaders(self, embedding) { replace(embedding, readers, rule) }
    }
  }

  /// Tensors of the fields that are looked up.
  package var lookedUp: [Parameter] {
    lookUps.flatMap { $0.fields.flatMap(\.field.parameters) }
  }

  private func replace(
    _ embedding: FieldEmbedding, _ readers: FirstLayerReaders, _ rule: FirstLayers
  ) {
    let (fields, dimension, x) = (embedding.fields, embedding.dimension, embedding.output)
    let indices = fields.indices.filter { rule.looksUp(fields[$0], dimension: dimension) }
    if indices.isEmpty { return }
    let others = fields.indices.filter { !indices.contains($0) }
    let runs = DenseRows.runs(others, dimension: dimension)
    let rest = runs.isEmpty ? nil : value(width: others.count * dimension)
    var first = 0
    let layers = readers.layers.map { layer in
      defer { first += PackedMatrix.panels(layer.output.width) }
      return FirstLayer(
        weight: layer.weight, bias: layer.bias, activation: layer.activation, output: layer.output,
        firstPanel: first, rest: runs.isEmpty ? nil : DenseRows(layer.weight, runs))
    }
    let lookUp = FieldDense(
      fields: TableField.all(fields, indices, dimension: dimension), layers: layers,
      dimension: dimension, rest: rest, raw: readers.areOthers ? x : nil,
      entries: value(width: indices.count), order: value(width: indices.count))
    var before: [any Operation] = []
    if readers.areOthers {
      before.append(
        FieldEmbedding(fields: fields, dimension: dimension, output: x, lent: Set(indices)))
      if let rest { before.append(FieldSelection(input: x, output: rest, runs: runs)) }
    } else if let rest {
      before.append(
        FieldEmbedding(fields: others.map { fields[$0] }, dimension: dimension, output: rest))
    }
    let gone = Set(readers.layers.map { ObjectIdentifier($0) })
    replaceOperations(
      with: operations.flatMap { operation -> [any Operation] in
        if operation === embedding { return before + [lookUp] }
        return gone.contains(ObjectIdentifier(operation)) ? [] : [operation]
      }, dropping: readers.areOthers ? [] : [x])
  }
}

/// The operations that read the vectors of an embedding.
private struct FirstLayerReaders {
  /// Dense layers over all vectors side by side.
  let layers: [Dense]
  /// True if there are other readers.
  let areOthers: Bool

  /// nil without a layer, or if somebody wants to see the vectors.
  init?(_ graph: Graph, _ embedding: FieldEmbedding) {
    let x = embedding.output
    let readers = graph.operations.filter { $0.inputs.contains(x) }
    // What no loss reaches has no gradient that could be summed.
    let trained = Set(graph.trainedOperations.map { ObjectIdentifier($0) })
    let areTrained = readers.allSatisfy { trained.contains(ObjectIdentifier($0)) }
    layers = readers.compactMap { $0 as? Dense }.filter { $0.groups == 1 }
    areOthers = layers.count < readers.count
    if layers.isEmpty || !areTrained || graph.kept.contains(x) { return nil }
  }
}
