extension Graph {
  /// The gates [T·K·P] unchanged, with a gradient that is scaled by Π γ.
  ///
  /// γ is a constant of the step: no derivative flows through it. If all rows have the same gates
  /// (`constant`), it is computed once. Kong et al., IJCNN 2023, eq. 8.
  package func virtualGradient(
    _ gates: Value, tasks: Int, _ virtualGradient: VirtualGradient, constant: Bool
  ) -> Value {
    let operation = VirtualGradientScale(
      input: gates, output: value(width: gates.width), tasks: tasks,
      virtualGradient: virtualGradient, constant: constant)
    add(operation)
    return operation.output
  }

  /// A gate parameter [T, K, P] as a value, whose *steps* are scaled by Π γ instead of its gradient.
  package func repeated(_ gates: Parameter, scalingSteps virtualGradient: VirtualGradient) -> Value
  {
    let factors = StepFactors(count: gates.count)
    gates.exception.stepFactors = factors
    let operation = ScaledSteps(
      gates: gates, output: value(width: gates.count), virtualGradient: virtualGradient,
      factors: factors.factors)
    add(operation)
    return operation.output
  }
}

/// An operation that needs the correlation of the batch's labels.
protocol LabelReader {
  var measure: CorrelationMeasure { get }
}

/// The identity, with a gradient that is scaled per row.
final class VirtualGradientScale: Operation, LabelReader {
  let input: Value
  let output: Value
  let tasks: Int
  let virtualGradient: VirtualGradient
  let constant: Bool

  init(
    input: Value, output: Value, tasks: Int, virtualGradient: VirtualGradient, constant: Bool
  ) {
    self.input = input
    self.output = output
    self.tasks = tasks
    self.virtualGradient = virtualGradient
    self.constant = constant
  }

  var measure: CorrelationMeasure { virtualGradient.measure }
  var inputs: [Value] { [input] }
  var outputs: [Value] { [output] }
  func scratch(chunk: Int, batch: Int) -> Int { input.width }

  func forward(_ chunk: Chunk) {
    chunk.value(output).update(from: chunk.value(input), count: chunk.count * input.width)
  }

  func backward(_ chunk: Chunk) {
    let width = input.width
    let factors = chunk.scratch
    let up = chunk.gradient(output)
    let target = chunk.addable(self, 0, input)
    for row in 0..<chunk.count {
      if row == 0 || !constant {
        virtualGradient.factors(
          chunk.value(input) + row * width, tasks: tasks, perTask: width / tasks,
          correlation: chunk.batch.correlation, into: factors)
      }
      for n in 0..<width { target[row * width + n] += factors[n] * up[row * width + n] }
    }
  }
}

/// A repeated gate parameter that stores the factors of each step for the optimizer.
final class ScaledSteps: Operation, LabelReader {
  let gates: Parameter
  let output: Value
  let virtualGradient: VirtualGradient
  let factors: FloatBuffer
  let inputs: [Value] = []
  private let plain: RepeatedParameter

  init(gates: Parameter, output: Value, virtualGradient: VirtualGradient, factors: FloatBuffer) {
    self.gates = gates
    self.output = output
    self.virtualGradient = virtualGradient
    self.factors = factors
    plain = RepeatedParameter(parameter: gates, output: output)
  }

  var measure: CorrelationMeasure { virtualGradient.measure }
  var outputs: [Value] { [output] }
  var parameters: [Parameter] { [gates] }
  var stored: [Stored] { plain.stored }
  var sumsInParts: Bool { true }
  var tileCount: Int { 1 }
  func regions(tile: Int) -> [Region] { [Region(gates)] }
  func forward(_ chunk: Chunk) { plain.forward(chunk) }
  func backward(_ chunk: Chunk) {}

  func accumulate(tile: Int, _ part: Chunk) { plain.accumulate(tile: tile, part) }

  func finish(tile: Int, _ part: Chunk) {
    let tasks = gates.shape[0]
    virtualGradient.factors(
      gates.weights.start, tasks: tasks, perTask: gates.count / tasks,
      correlation: part.batch.correlation, into: factors.start)
  }
}
