extension Graph {
  /// A multi-valued field of a row: the weighted sum of its items' rows of `table` [V, d].
  ///
  /// `column` is the field's place among `Batch.lists`, whose weights sum to 1 for a mean.
  package func pooledEmbedding(column: Int, table: Parameter, dimension: Int) -> Value {
    let operation = PooledEmbedding(
      column: column, table: table, dimension: dimension, output: value(width: dimension))
    add(operation)
    return operation.output
  }
}

/// Looks up a field of several ids with weights, and adds their vectors.
final class PooledEmbedding: Operation {
  let column: Int
  let table: Parameter
  let dimension: Int
  let output: Value
  let inputs: [Value] = []

  init(column: Int, table: Parameter, dimension: Int, output: Value) {
    self.column = column
    self.table = table
    self.dimension = dimension
    self.output = output
  }

  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [table] }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(table)] }

  func forward(_ chunk: Chunk) {
    let lists = chunk.batch.lists[column]
    let result = chunk.value(output)
    for row in 0..<chunk.count {
      let target = result + row * dimension
      target.update(repeating: 0, count: dimension)
      for item in lists.items(ofRow: chunk.rows.lowerBound + row) {
        let source = table.weights.start + Int(lists.ids[item]) * dimension
        let weight = lists.weights[item]
        for n in 0..<dimension { target[n] += weight * source[n] }
      }
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ batch: Chunk) {
    let lists = batch.batch.lists[column]
    table.gradient.start.update(repeating: 0, count: table.count)
    let gradient = batch.gradient(output)
    for row in 0..<batch.count {
      let source = gradient + row * dimension
      for item in lists.items(ofRow: row) {
        let target = table.gradient.start + Int(lists.ids[item]) * dimension
        let weight = lists.weights[item]
        for n in 0..<dimension { target[n] += weight * source[n] }
      }
    }
  }
}
