import CKernels

extension Graph {
  /// The sum of the `groups` vectors of a row: [groups × n] to [n].
  package func groupSum(_ x: Value, groups: Int) -> Value {
    precondition(x.width % groups == 0)
    let operation = GroupSum(input: x, output: value(width: x.width / groups), groups: groups)
    add(operation)
    return operation.output
  }
}

/// Sum pooling over the vectors of a row.
final class GroupSum: Operation {
  let input: Value
  let output: Value
  let groups: Int

  init(input: Value, output: Value, groups: Int) {
    self.input = input
    self.output = output
    self.groups = groups
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(input), chunk.value(output))
    for row in 0..<chunk.count {
      dephn_column_sums(
        groups, output.width, output.width, x + row * input.width, y + row * output.width,
        0)
    }
  }

  func backward(_ chunk: Chunk) {
    let up = chunk.gradient(output)
    let target = chunk.addable(self, 0, input)
    for row in 0..<chunk.count {
      for group in 0..<groups {
        dephn_add(
          output.width, up + row * output.width,
          target + row * input.width + group * output.width)
      }
    }
  }
}
