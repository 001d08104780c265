import CKernels

extension Graph {
  /// A dense layer `y = activation(x W + b)`, with W [in, out] and b [out].
  ///
  /// With `groups`, a row of x consists of that many vectors, each of which is multiplied by W.
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

/// The activation of a layer.
package enum Activation: Sendable, Equatable {
  case none
  case relu
  /// `max(x, slope · x)`, slope below 1.
  case leakyReLU(slope: Float)

  var code: Int32 {
    switch self {
    case .none: Int32(DEPHN_LINEAR)
    case .relu: Int32(DEPHN_RELU)
    case .leakyReLU: Int32(DEPHN_LEAKY_RELU)
    }
  }

  /// The derivative where x is negative.
  var slope: Float {
    switch self {
    case .none: 1
    case .relu: 0
    case .leakyReLU(let slope): slope
    }
  }

  /// Makes the gradient of `count` results y that of what they were made from.
  ///
  /// A result's sign is its argument's.
  func goBack(_ count: Int, _ y: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>) {
    if self != .none { dephn_rectify_gradient(count, slope, y, gradient) }
  }
}

/// `y = activation(x W + b)`; a tile is a range of W's columns.
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
  var stored: [Stored] { [.value(input), .gradient(output)] }
  var tileCount: Int { OuterProduct.tiles(outWidth) }
  var sumsInParts: Bool { true }
  func scratch(chunk: Int, batch: Int) -> Int { OuterProduct.scratch(rows: batch * groups) }

  func forward(_ chunk: Chunk) {
    packed.product(
      rows: chunk.count * groups, chunk.value(input), into: chunk.value(output),
      bias: bias.map { UnsafePointer($0.weights.start) }, activation: activation)
  }

  func backward(_ chunk: Chunk) {
    // From here on the output's gradient is that of x W + b.
    let z = chunk.gradient(output)
    activation.goBack(chunk.count * output.width, chunk.value(output), z)
    packedTransposed.product(
      rows: chunk.count * groups, z, into: chunk.gradient(input), adding: chunk.adds(self, 0))
  }

  func accumulate(tile: Int, _ part: Chunk) {
    let rows = part.count * groups
    let columns = OuterProduct.range(tile: tile, of: outWidth)
    let z = part.gradient(output)
    OuterProduct.write(
      columns: columns, rows: rows, part.value(input), m: inWidth, z, n: outWidth,
      into: weight.gradient.start, adding: part.continues, scratch: part.scratch)
    if let bias {
      dephn_column_sums(
        rows, columns.count, outWidth, z + columns.lowerBound,
        bias.gradient.start + columns.lowerBound, part.accumulates)
    }
  }

  func regions(tile: Int) -> [Region] {
    let columns = OuterProduct.range(tile: tile, of: outWidth)
    return parameters.map { Region($0, columns: columns, stride: outWidth) }
  }

  func refresh(tile: Int) {
    let columns = OuterProduct.range(tile: tile, of: outWidth)
    let matrix = weight.weights.start
    packed.pack(matrix, row: outWidth, column: 1, columns: columns, rows: 0..<inWidth)
    packedTransposed.pack(matrix, row: 1, column: outWidth, columns: 0..<inWidth, rows: columns)
  }
}
