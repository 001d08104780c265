import CKernels

extension Graph {
  /// The raw embedding E of a row: one vector a field, [fields × dimension] flattened.
  package func embedding(_ fields: [EmbeddedField], dimension: Int) -> Value {
    for case .category(_, let table) in fields { table.becomeTable(rowWidth: dimension) }
    let operation = FieldEmbedding(
      fields: fields, dimension: dimension, output: value(width: fields.count * dimension))
    add(operation)
    return operation.output
  }
}

/// How a field becomes a vector of d numbers.
package enum EmbeddedField {
  /// Row `ids[column]` of a table [V, d].
  case category(column: Int, table: Parameter)
  /// `v · scale + shift`, with the field's value v and two trained vectors [d].
  case number(column: Int, scale: Parameter, shift: Parameter)

  package var parameters: [Parameter] {
    switch self {
    case .category(_, let table): [table]
    case .number(_, let scale, let shift): [scale, shift]
    }
  }
}

/// Looks up categorical fields and scales numeric ones; a field is a tile.
final class FieldEmbedding: Operation {
  let fields: [EmbeddedField]
  let dimension: Int
  let output: Value
  let inputs: [Value] = []

  init(fields: [EmbeddedField], dimension: Int, output: Value) {
    self.fields = fields
    self.dimension = dimension
    self.output = output
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { fields.flatMap(\.parameters) }
  var stored: [Stored] { [.gradient(output)] }
  var tileCount: Int { fields.count }
  func regions(tile: Int) -> [Region] { fields[tile].parameters.map(Region.init) }

  func scratch(chunk: Int, batch: Int) -> Int {
    batch == 0 ? 0 : parameters.map { TableTile.scratch($0, batch: batch) }.max() ?? 0
  }

  func forward(_ chunk: Chunk) {
    let result = chunk.value(output)
    for (place, field) in fields.enumerated() {
      let target = result + place * dimension
      switch field {
      case .category(let column, let table):
        let ids = chunk.ids(column)
        let weights = table.weights
        dephn_gather(
          chunk.count, dimension, weights.base, weights.stride, ids.start, ids.stride, target,
          output.width)
      case .number(let column, let scale, let shift):
        let numbers = chunk.numbers(column)
        let (w, b) = (scale.weights.start, shift.weights.start)
        for row in 0..<chunk.count {
          let x = numbers.start[row * numbers.stride]
          for n in 0..<dimension { target[row * output.width + n] = x * w[n] + b[n] }
        }
      }
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ batch: Chunk) {
    let gradient = batch.gradient(output) + tile * dimension
    switch fields[tile] {
    case .category(let column, let table):
      let ids = batch.ids(column)
      table.gradient.clear()
      dephn_scatter_add(
        batch.count, dimension, gradient, output.width, ids.start, ids.stride,
        table.gradient.start)
    case .number(let column, let scale, let shift):
      let numbers = batch.numbers(column)
      dephn_weighted_sums(
        batch.count, dimension, output.width, gradient, numbers.start, numbers.stride,
        scale.gradient.start, 0)
      dephn_column_sums(
        batch.count, dimension, output.width, gradient, shift.gradient.start, 0)
    }
  }

  /// A table's gradient goes no further than the cache.
  func train(tile: Int, regions: [Region], _ batch: Chunk, _ optimizer: Optimizer) {
    guard case .category(let column, let table) = fields[tile] else {
      accumulate(tile: tile, batch)
      for region in regions { optimizer.update(region) }
      return
    }
    let tableTile = TableTile(
      table: table, ids: batch.ids(column), count: batch.count,
      gradient: batch.gradient(output) + tile * dimension, stride: output.width,
      scratch: batch.scratch)
    if optimizer.isLazy(table) {
      tableTile.trainLazily(optimizer)
    } else {
      tableTile.trainDensely(optimizer)
    }
  }
}
