/// Where a plan keeps the activations and gradients of every value: one block for each.
final class PlanMemory {
  let batch: Batch
  private let values: FloatBuffer
  private let gradients: FloatBuffer
  private let offsets: [Int]
  private let adding: Set<Use>

  /// An input of an operation, by the operation's place and the input's place in it.
  private struct Use: Hashable {
    let operation: ObjectIdentifier
    let input: Int
  }

  init(graph: Graph, capacity: Int) {
    batch = Batch(shape: graph.inputs, capacity: capacity)
    var offsets: [Int] = []
    var total = 0
    for width in graph.widths {
      offsets.append(total)
      total += (width * capacity + 15) / 16 * 16
    }
    self.offsets = offsets
    values = FloatBuffer(count: total)
    gradients = FloatBuffer(count: total)
    adding = Self.additions(graph)
  }

  /// Going backward, the first to fill a value's gradient writes, the others add.
  private static func additions(_ graph: Graph) -> Set<Use> {
    var filled: Set<Value> = []
    var adding: Set<Use> = []
    for operation in graph.trainedOperations.reversed() {
      for (place, input) in operation.inputs.enumerated() {
        let isFirst = filled.insert(input).inserted
        if !isFirst { adding.insert(Use(operation: ObjectIdentifier(operation), input: place)) }
      }
    }
    return adding
  }

  /// Takes the memory for values, before threads share it.
  func prepareValues() { _ = values.start }

  /// Takes the memory for gradients, before threads share it; predictions do without.
  func prepareGradients() { _ = gradients.start }

  func value(_ value: Value) -> UnsafeMutablePointer<Float> { values.start + offsets[value.index] }

  func gradient(_ value: Value) -> UnsafeMutablePointer<Float> {
    gradients.start + offsets[value.index]
  }

  /// Whether `operation` adds to the gradient of its input number `place` (else it writes it).
  func adds(_ operation: some Operation, _ place: Int) -> Bool {
    adding.contains(Use(operation: ObjectIdentifier(operation), input: place))
  }
}
