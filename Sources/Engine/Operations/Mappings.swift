import CKernels

extension Graph {
  /// The explicit mappings of an expert's output [h], one after the other: [P × h], flattened.
  package func mappings(_ x: Value, _ functions: [Mapping]) -> Value {
    let operation = Mappings(
      input: x, output: value(width: functions.count * x.width), functions: functions)
    add(operation)
    return operation.output
  }
}

/// An explicit mapping of an expert's output, element by element.
///
/// Kong et al., IJCNN 2023, Sec. III-B.
package enum Mapping: String, Sendable, CaseIterable {
  /// x itself (RM in the paper).
  case raw
  /// sin x (TM in the paper).
  case sin
  case cos
  case square
  case tanh

  /// Computes `y = f(x)`.
  func apply(_ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
    switch self {
    case .raw: y.update(from: x, count: count)
    case .sin: dephn_sin_floats(count, x, y)
    case .cos: dephn_cos_floats(count, x, y)
    case .square: dephn_multiply(count, x, x, y)
    case .tanh: dephn_tanh_floats(count, x, y)
    }
  }

  /// Computes `d = f′(x)`, given `y = f(x)`.
  func derivative(
    _ count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    _ d: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .raw: for i in 0..<count { d[i] = 1 }
    case .sin: dephn_cos_floats(count, x, d)
    case .cos:
      dephn_sin_floats(count, x, d)
      for i in 0..<count { d[i] = -d[i] }
    case .square: for i in 0..<count { d[i] = 2 * x[i] }
    case .tanh: for i in 0..<count { d[i] = 1 - y[i] * y[i] }
    }
  }
}

/// Applies several functions to the same input.
final class Mappings: Operation {
  let input: Value
  let output: Value
  let functions: [Mapping]

  init(input: Value, output: Value, functions: [Mapping]) {
    self.input = input
    self.output = output
    self.functions = functions
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  func scratch(chunk: Int, batch: Int) -> Int { input.width }

  func forward(_ chunk: Chunk) {
    let width = input.width
    for row in 0..<chunk.count {
      let x = chunk.value(input) + row * width
      for (index, function) in functions.enumerated() {
        function.apply(width, x, chunk.value(output) + row * output.width + index * width)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let width = input.width
    let target = chunk.addable(self, 0, input)
    let slope = chunk.scratch
    for row in 0..<chunk.count {
      let x = chunk.value(input) + row * width
      for (index, function) in functions.enumerated() {
        let at = row * output.width + index * width
        let up = chunk.gradient(output) + at
        function.derivative(width, x, chunk.value(output) + at, slope)
        dephn_add_product(width, up, slope, target + row * width)
      }
    }
  }
}
