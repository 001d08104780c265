extension Graph {
  /// The raw embedding E of a row: one vector a field, [fields × dimension] flattened.
  package func embedding(_ fields: [EmbeddedField], dimension: Int) -> Value {
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

  var parameters: [Parameter] {
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
  var tileCount: Int { fields.count }
  func regions(tile: Int) -> [Region] { fields[tile].parameters.map(Region.init) }

  func forward(_ chunk: Chunk) {
    let result = chunk.value(output)
    for (place, field) in fields.enumerated() {
      for row in 0..<chunk.count {
        let target = result + row * output.width + place * dimension
        switch field {
        case .category(let column, let table):
          target.update(
            from: table.weights.start + id(chunk, row, column) * dimension, count: dimension)
        case .number(let column, let scale, let shift):
          let x = number(chunk, row, column)
          for n in 0..<dimension { target[n] = x * scale.weights.start[n] + shift.weights.start[n] }
        }
      }
    }
  }

  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ batch: Chunk) {
    for parameter in fields[tile].parameters {
      parameter.gradient.start.update(repeating: 0, count: parameter.count)
    }
    let gradient = batch.gradient(output) + tile * dimension
    for row in 0..<batch.count {
      let source = gradient + row * output.width
      switch fields[tile] {
      case .category(let column, let table):
        let target = table.gradient.start + id(batch, row, column) * dimension
        for n in 0..<dimension { target[n] += source[n] }
      case .number(let column, let scale, let shift):
        let x = number(batch, row, column)
        for n in 0..<dimension {
          scale.gradient.start[n] += x * source[n]
          shift.gradient.start[n] += source[n]
        }
      }
    }
  }

  private func id(_ chunk: Chunk, _ row: Int, _ column: Int) -> Int {
    Int(chunk.batch.ids[(chunk.rows.lowerBound + row) * chunk.batch.shape.categories + column])
  }

  private func number(_ chunk: Chunk, _ row: Int, _ column: Int) -> Float {
    chunk.batch.numbers.start[(chunk.rows.lowerBound + row) * chunk.batch.shape.numbers + column]
  }
}
