extension Graph {
  /// Indices of the operations that a value leads to, in order; losses are left out.
  func followers(of value: Value) -> [Int] {
    var reached: Set<Value> = [value]
    return operations.indices.filter { index in
      let operation = operations[index]
      if operation is Losses || !operation.inputs.contains(where: reached.contains) { return false }
      reached.formUnion(operation.outputs)
      return true
    }
  }

  /// False for a value that operations look up from tables instead of computing it.
  package func isComputed(_ value: Value) -> Bool { widths[value.index] > 0 }

  /// The last value that is made from `value` alone, by operations without tensors that nothing else
  /// reads: the mapped output of an expert.
  package func end(of value: Value) -> Value {
    let readers = operations.filter { $0.inputs.contains(value) }
    guard readers.count == 1, readers[0].inputs == [value], readers[0].parameters.isEmpty,
      readers[0].outputs.count == 1
    else { return value }
    return end(of: readers[0].outputs[0])
  }

  /// The values that a plan keeps so that each of `values` can be left out.
  package func needed(without values: [Value]) -> [Value] {
    let read = values.flatMap { followers(of: $0).flatMap { operations[$0].inputs } }
    return Set(values + read).sorted { $0.index < $1.index }
  }
}
