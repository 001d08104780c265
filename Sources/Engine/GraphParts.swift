import Numbers

/// A graph seen as named parts, each a range of its operations: which part reads which.
///
/// Operations that belong to no part (sums, concatenations, mixtures) are seen through.
package struct GraphParts {
  private let graph: Graph
  private let parts: [Range<Int>]
  /// The operation that makes each value.
  private let makers: [Value: Int]
  /// The part of each operation, nil for none.
  private let partOfOperation: [Int?]

  /// `parts` do not overlap.
  package init(_ graph: Graph, parts: [Range<Int>]) {
    self.graph = graph
    self.parts = parts
    var makers: [Value: Int] = [:]
    for (index, operation) in graph.operations.enumerated() {
      for output in operation.outputs { makers[output] = index }
    }
    self.makers = makers
    var owners = [Int?](repeating: nil, count: graph.operations.count)
    for (part, range) in parts.enumerated() {
      for operation in range { owners[operation] = part }
    }
    partOfOperation = owners
  }

  /// The parts that a part reads, ascending.
  package func sources(ofPart part: Int) -> [Int] {
    sources(of: parts[part].flatMap { graph.operations[$0].inputs }, within: part)
  }

  /// The values from outside that a part reads, each once, in order.
  package func inputs(ofPart part: Int) -> [Value] {
    let own = Set(parts[part].flatMap { graph.operations[$0].outputs })
    return parts[part].flatMap { graph.operations[$0].inputs }.filter { !own.contains($0) }
      .uniqued()
  }

  /// The parts that a value is made from, ascending.
  package func sources(of value: Value) -> [Int] { sources(of: [value], within: nil) }

  private func sources(of values: [Value], within part: Int?) -> [Int] {
    var found: Set<Int> = []
    var seen: Set<Int> = []
    var open = values
    while let value = open.popLast() {
      guard let maker = makers[value], seen.insert(maker).inserted else { continue }
      if let source = partOfOperation[maker] {
        if source != part { found.insert(source) }
      } else {
        open += graph.operations[maker].inputs
      }
    }
    return found.sorted()
  }

  /// Numbers per row that the layers of a part give, one after another: 128 and 64 of a perceptron.
  ///
  /// Empty where operations with tensors do not follow each other, as in an attention.
  package func widths(ofPart part: Int) -> [Int] {
    var widths: [Int] = []
    // What the last layer leads to.
    var reached: Set<Value> = []
    for operation in parts[part].map({ graph.operations[$0] }) {
      let follows = operation.inputs.contains(where: reached.contains)
      if !operation.parameters.isEmpty {
        if !follows && !widths.isEmpty { return [] }
        widths += operation.outputs.prefix(1).map(\.width)
        reached = Set(operation.outputs)
      } else if follows {
        reached.formUnion(operation.outputs)
      }
    }
    return widths
  }

  /// The tensors that operations of no part read, each once, in order.
  package var looseParameters: [Parameter] {
    var seen = Set(parts.joined().flatMap(tensors).map(ObjectIdentifier.init))
    return graph.operations.indices.filter { partOfOperation[$0] == nil }.flatMap(tensors)
      .filter { seen.insert(ObjectIdentifier($0)).inserted }
  }

  private func tensors(_ operation: Int) -> [Parameter] { graph.operations[operation].parameters }

  /// Numbers in the tensors of a part.
  package func parameterCount(ofPart part: Int) -> Int {
    parts[part].flatMap(tensors).reduce(0) { $0 + $1.count }
  }
}

extension Graph {
  /// How many operations were added so far: where a part begins or ends.
  package var operationCount: Int { operations.count }
}
