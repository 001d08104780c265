extension Graph {
  /// A dense layer `y = activation(x W + b)`, with W [in, out] and b [out].
  ///
  /// With `groups`, a row of x is that many vectors side by side, each of which goes through W.
  package func dense(
    _ x: Value, weight: Parameter, bias: Parameter? = nil, activation: Activation = .none,
    groups: Int = 1
  ) -> Value {
    precondition(weight.shape.count == 2 && weight.shape[0] * groups == x.width)
    let operation = Dense(
      input: x, output: value(width: weight.shape[1] * groups), weight: weight, bias: bias,
      activation: activation, groups: groups)
    add(operation)
    return operation.output
  }
}

/// What a dense layer ends in.
package enum Activation: Sendable, Equatable {
  case none
  case relu
  /// `max(x, slope · x)`, slope below 1.
  case leakyReLU(slope: Float)
}

/// `y = activation(x W + b)`; a tile is a panel of W's columns.
final class Dense: Operation {
  let input: Value
  let output: Value
  let weight: Parameter
  let bias: Parameter?
  let activation: Activation
  let groups: Int
  private let inWidth: Int
  private let outWidth: Int
  private let packed: PackedMatrix
  private let packedTransposed: PackedMatrix

  init(
    input: Value, output: Value, weight: Parameter, bias: Parameter?, activation: Activation,
    groups: Int
  ) {
    self.input = input
    self.output = output
    self.weight = weight
    self.bias = bias
    self.activation = activation
    self.groups = groups
    inWidth = weight.shape[0]
    outWidth = weight.shape[1]
    packed = PackedMatrix(depth: inWidth, columns: outWidth)
    packedTransposed = PackedMatrix(depth: outWidth, columns: inWidth)
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [weight] + (bias.map { [$0] } ?? []) }
  var tileCount: Int { PackedMatrix.panels(outWidth) }
  func scratch(chunk: Int, batch: Int) -> Int { OuterProduct.scratch(rows: batch * groups) }

  func forward(_ chunk: Chunk) {
    let y = chunk.value(output)
    packed.product(
      rows: chunk.count * groups, chunk.value(input), into: y,
      bias: bias.map { UnsafePointer($0.weights.start) })
    let count = chunk.count * output.width
    switch activation {
    case .none: break
    case .relu: for i in 0..<count where y[i] < 0 { y[i] = 0 }
    case .leakyReLU(let slope): for i in 0..<count { y[i] = y[i] < 0 ? slope * y[i] : y[i] }
    }
  }

  func backward(_ chunk: Chunk) {
    // From here on the output's gradient is that of x W + b. An output's sign is its input's.
    let z = chunk.gradient(output)
    let y = chunk.value(output)
    let count = chunk.count * output.width
    switch activation {
    case .none: break
    case .relu: for i in 0..<count { z[i] = y[i] > 0 ? z[i] : 0 }
    case .leakyReLU(let slope): for i in 0..<count { z[i] = y[i] > 0 ? z[i] : slope * z[i] }
    }
    packedTransposed.product(
      rows: chunk.count * groups, z, into: chunk.gradient(input), adding: chunk.adds(self, 0))
  }

  func accumulate(tile: Int, _ batch: Chunk) {
    let rows = batch.count * groups
    let z = batch.gradient(output)
    OuterProduct.panel(
      tile, rows: rows, batch.value(input), m: inWidth, z, n: outWidth,
      into: weight.gradient.start, scratch: batch.scratch)
    if let bias {
      ColumnSum.write(
        rows: rows, z, stride: outWidth, columns: PackedMatrix.range(panel: tile, of: outWidth),
        into: bias.gradient.start)
    }
  }

  func regions(tile: Int) -> [Region] {
    let columns = PackedMatrix.range(panel: tile, of: outWidth)
    return parameters.map { Region($0, columns: columns, stride: outWidth) }
  }

  func refresh(tile: Int) {
    let columns = PackedMatrix.range(panel: tile, of: outWidth)
    packed.pack(weight.weights.start, row: outWidth, column: 1, panel: tile, rows: 0..<inWidth)
    for panel in 0..<PackedMatrix.panels(inWidth) {
      packedTransposed.pack(
        weight.weights.start, row: 1, column: outWidth, panel: panel, rows: columns)
    }
  }
}

/// Gradients of biases and gates: sums over rows, in their order.
enum ColumnSum {
  /// `result[j] = Σ_rows x[row, j]` for the given columns of x [rows, stride].
  static func write(
    rows: Int, _ x: UnsafePointer<Float>, stride: Int, columns: Range<Int>,
    into result: UnsafeMutablePointer<Float>
  ) {
    for j in columns { result[j] = 0 }
    for row in 0..<rows {
      for j in columns { result[j] += x[row * stride + j] }
    }
  }
}
