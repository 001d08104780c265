extension Graph {
  /// The raw embedding E of a row: one vector per field, [fields × dimension], flattened.
  package func embedding(_ fields: [EmbeddedField], dimension: Int) -> Value {
    for case .category(_, let table) in fields { table.becomeTable(rowWidth: dimension) }
    let operation = FieldEmbedding(
      fields: fields, dimension: dimension, output: value(width: fields.count * dimension))
    add(operation)
    return operation.output
  }
}

/// Looks up categorical fields, pools multi-valued ones and scales numbers; a field is a tile.
final class FieldEmbedding: Operation {
  let fields: [EmbeddedField]
  let dimension: Int
  let output: Value
  let inputs: [Value] = []
  /// The indices of the fields it trains; the tensors of the others belong to another operation.
  private let trained: [Int]

  /// `lent` are the indices of fields that another operation trains.
  init(fields: [EmbeddedField], dimension: Int, output: Value, lent: Set<Int> = []) {
    self.fields = fields
    self.dimension = dimension
    self.output = output
    trained = fields.indices.filter { !lent.contains($0) }
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { trained.flatMap { fields[$0].parameters } }
  var stored: [Stored] { trained.isEmpty ? [] : [.gradient(output)] }
  var tileCount: Int { trained.count }
  func regions(tile: Int) -> [Region] { fields[trained[tile]].parameters.map(Region.init) }

  func scratch(chunk: Int, batch: Int) -> Int {
    let tables = parameters.filter(\.isTable)
    return batch == 0 ? 0 : tables.map { TableTile.scratch($0, batch: batch) }.max() ?? 0
  }

  func forward(_ chunk: Chunk) {
    let result = chunk.value(output)
    for (index, field) in fields.enumerated() {
      field.lookUp(
        chunk, dimension: dimension, into: result + index * dimension, stride: output.width)
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ batch: Chunk) {
    let index = trained[tile]
    fields[index].accumulate(
      batch.gradient(output) + index * dimension, stride: output.width, dimension: dimension, batch)
  }

  /// A table's gradient goes no further than the cache.
  func train(tile: Int, regions: [Region], _ batch: Chunk, _ optimizer: Optimizer) {
    let index = trained[tile]
    guard case .category(let column, let table) = fields[index] else {
      accumulate(tile: tile, batch)
      for region in regions { optimizer.update(region) }
      return
    }
    let tableTile = TableTile(
      table: table, ids: batch.ids(column), count: batch.count,
      gradient: batch.gradient(output) + index * dimension, stride: output.width,
      scratch: batch.scratch)
    if optimizer.isLazy(table) {
      tableTile.trainLazily(optimizer)
    } else {
      tableTile.trainDensely(optimizer)
    }
  }
}
