/// Looks whether the work is to end, once in some thousand steps, where each look would cost more.
package struct Watch {
  private static let interval = 1 << 12

  private let isInterrupted: () -> Bool
  private var steps = 0

  package init(_ isInterrupted: @escaping () -> Bool) { self.isInterrupted = isInterrupted }

  /// Counts a step.
  ///
  /// - Throws: `CancellationError` once the work is to end.
  @inline(__always)
  package mutating func step() throws(CancellationError) {
    steps &+= 1
    if steps & (Self.interval - 1) == 0 { try look() }
  }

  /// Looks at once.
  package func look() throws(CancellationError) {
    if isInterrupted() { throw CancellationError() }
  }
}

extension Sequence {
  /// The elements in order, unless the work is to end before.
  func sorted(
    watchedBy isInterrupted: @escaping () -> Bool, by precedes: (Element, Element) -> Bool
  ) throws -> [Element] {
    var watch = Watch(isInterrupted)
    return try sorted { one, other in
      try watch.step()
      return precedes(one, other)
    }
  }
}
