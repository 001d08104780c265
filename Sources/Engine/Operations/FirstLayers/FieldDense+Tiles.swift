import CKernels

/// Gradients, updates and tables of `FieldDense`, a tile at a time.
extension FieldDense {
  func accumulate(tile: Int, _ part: Chunk) {
    switch tiles[tile] {
    case .field(let field):
      if let raw { fields[field].accumulate(raw, dimension: dimension, part) }
    case .biases: break
    case .columns(let layer, let tile):
      guard let dense = layers[layer].rest, let rest else { return }
      dense.accumulate(tile: tile, part, part.value(rest), part.gradient(layers[layer].output))
    }
  }

  func finish(tile: Int, _ part: Chunk) {
    switch tiles[tile] {
    case .field(let field): gradient(of: field, part)
    case .biases:
      for layer in layers {
        guard let bias = layer.bias else { continue }
        layer.forEachPanel { panel, columns in
          (bias.gradient.start + columns.lowerBound).update(
            from: sums.row(0, panel: panel), count: columns.count)
        }
      }
    case .columns: break
    }
  }

  func regions(tile: Int) -> [Region] {
    switch tiles[tile] {
    case .field(let field):
      fields[field].field.parameters.map(Region.init) + layers.map { rows(of: $0, field) }
    case .biases: layers.compactMap(\.bias).map(Region.init)
    case .columns(let layer, let tile): layers[layer].rest?.regions(tile: tile) ?? []
    }
  }

  /// A field's rows of a layer's W.
  private func rows(of layer: FirstLayer, _ field: Int) -> Region {
    let first = fields[field].weightRow
    return Region(
      layer.weight, rows: first..<first + dimension, columns: 0..<layer.width, stride: layer.width)
  }

  func train(tile: Int, regions: [Region], _ part: Chunk, _ optimizer: Optimizer) {
    accumulate(tile: tile, part)
    finish(tile: tile, part)
    for region in regions {
      if case .field(let field) = tiles[tile],
        case .category(let column, let table) = fields[field].field,
        region.parameter === table, optimizer.isLazy(table)
      {
        updateLazily(table, column: column, part, optimizer)
      } else {
        optimizer.update(region)
      }
    }
  }

  /// Moves only the rows of a table that the batch has.
  private func updateLazily(
    _ table: Parameter, column: Int, _ part: Chunk, _ optimizer: Optimizer
  ) {
    let (batch, gradient) = (part.batch, table.gradient.start)
    part.scratch.withMemoryRebound(to: Int32.self, capacity: table.rowCount) { present in
      present.update(repeating: 0, count: table.rowCount)
      for row in 0..<batch.rows {
        present[Int(batch.ids[row * batch.shape.categories + column])] = 1
      }
      // Those that are there move up, and so do their numbers.
      var count = 0
      for id in 0..<table.rowCount where present[id] == 1 {
        present[count] = Int32(id)
        (gradient + count * dimension).update(from: gradient + id * dimension, count: dimension)
        count += 1
      }
      let weights = table.weights
      optimizer.update(
        WeightBlock(
          rows: count, columns: dimension, stride: weights.stride, weights: weights.base,
          first: table.first.base, second: table.second.base, gradient: gradient,
          gradientStride: dimension, indices: present), table.exception)
    }
  }

  func refresh(tile: Int) {
    switch tiles[tile] {
    case .field(let field): fillTable(field)
    case .biases:
      for layer in layers {
        guard let bias = layer.bias else { continue }
        layer.forEachPanel { panel, columns in
          table.row(0, panel: panel).update(
            from: bias.weights.start + columns.lowerBound, count: columns.count)
        }
      }
    case .columns(let layer, let tile): layers[layer].rest?.refresh(tile: tile)
    }
  }

  /// A field's vectors E_f, a row of the table each; those of a number are copied beside each other.
  private func vectors(_ field: Int) -> (start: UnsafePointer<Float>, stride: Int) {
    switch fields[field].field {
    case .category(_, let table), .list(_, let table):
      return (UnsafePointer(table.weights.base), table.weights.stride)
    case .number(_, let scale, let shift):
      let pair = pairs.start + 2 * (field - categories) * dimension
      pair.update(from: shift.weights.start, count: dimension)
      (pair + dimension).update(from: scale.weights.start, count: dimension)
      return (UnsafePointer(pair), dimension)
    }
  }

  /// Calls `body` with the field's part of each layer, with its rows of `table` or `sums`.
  private func forEachLayer(
    _ field: Int, _ table: WideTable, _ body: (FirstLayer, inout dephn_field_layer) -> Void
  ) {
    let (vectors, stride) = vectors(field)
    let rows = fields[field].rows
    for layer in layers {
      var part = dephn_field_layer(
        rows: rows.count, depth: dimension, columns: layer.width, vectors: vectors,
        vector_row: stride,
        weights: layer.weight.weights.start + fields[field].weightRow * layer.width,
        weight_row: layer.width, table: table.row(rows.lowerBound, panel: layer.firstPanel),
        panel: table.stride)
      body(layer, &part)
    }
  }

  /// P_f = E_f W_f.
  private func fillTable(_ field: Int) {
    forEachLayer(field, table) { _, part in dephn_fill_table(&part) }
  }

  /// dW_f = E_fᵀ S_f and dE_f = S_f W_fᵀ.
  private func gradient(of field: Int, _ part: Chunk) {
    fields[field].withGradient(part.scratch, dimension: dimension, isBegun: raw != nil) { change in
      forEachLayer(field, sums) { layer, part in
        dephn_table_gradients(
          &part, layer.weight.gradient.start + fields[field].weightRow * layer.width, change)
      }
    }
  }
}
