import CKernels

/// The vectors of some fields, out of those of all.
final class FieldSelection: Operation {
  let input: Value
  let output: Value
  /// Columns of the output, and where those of the input begin.
  private let runs: [DenseRows.Run]

  init(input: Value, output: Value, runs: [DenseRows.Run]) {
    self.input = input
    self.output = output
    self.runs = runs
  }

  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(input), chunk.value(output))
    for run in runs {
      for row in 0..<chunk.count {
        (y + row * output.width + run.columns.lowerBound).update(
          from: x + row * input.width + run.firstRow, count: run.columns.count)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let (up, target) = (chunk.gradient(output), chunk.addable(self, 0, input))
    for run in runs {
      for row in 0..<chunk.count {
        dephn_add(
          run.columns.count, up + row * output.width + run.columns.lowerBound,
          target + row * input.width + run.firstRow)
      }
    }
  }
}
