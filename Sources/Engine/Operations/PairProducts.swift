import CKernels

extension Graph {
  /// The products of every element of x with every element of y, group by group: [groups × m] and
  /// [groups × n] to [groups × m·n], where column i·n + j is `x_i y_j`.
  package func pairProducts(_ x: Value, _ y: Value, groups: Int) -> Value {
    precondition(x.width % groups == 0 && y.width % groups == 0)
    let operation = PairProducts(
      x: x, y: y, output: value(width: x.width / groups * y.width), groups: groups)
    add(operation)
    return operation.output
  }
}

/// The outer product of two vectors, group by group, for a compressed interaction network.
final class PairProducts: Operation {
  let x: Value
  let y: Value
  let output: Value
  let groups: Int
  private let m: Int
  private let n: Int

  init(x: Value, y: Value, output: Value, groups: Int) {
    self.x = x
    self.y = y
    self.output = output
    self.groups = groups
    m = x.width / groups
    n = y.width / groups
  }

  var inputs: [Value] { [x, y] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let (a, b) = (chunk.value(x), chunk.value(y))
    let result = chunk.value(output)
    for group in 0..<chunk.count * groups {
      for i in group * m..<(group + 1) * m {
        dephn_scale(n, a[i], b + group * n, result + i * n)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let (a, b) = (chunk.value(x), chunk.value(y))
    let up = chunk.gradient(output)
    let da = chunk.addable(self, 0, x)
    let db = chunk.addable(self, 1, y)
    for group in 0..<chunk.count * groups {
      for i in group * m..<(group + 1) * m {
        da[i] += dephn_dot(n, up + i * n, b + group * n)
        dephn_add_scaled(n, a[i], up + i * n, db + group * n)
      }
    }
  }
}
