package import System

/// Looks for an interrupt once in some thousand steps, where a look at each step would cost too much.
package struct Watch {
  private static let interval = 1 << 12

  private let interrupt: Interrupt
  private var steps = 0

  /// Looks at `interrupt`.
  package init(_ interrupt: Interrupt) { self.interrupt = interrupt }

  /// Counts a step.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  @inline(__always)
  package mutating func step() throws(CancellationError) {
    steps &+= 1
    if steps & (Self.interval - 1) == 0 { try interrupt.check() }
  }
}

extension Sequence {
  /// The elements in order.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func sorted(
    _ interrupt: Interrupt, by precedes: (Element, Element) -> Bool
  ) throws -> [Element] {
    var watch = Watch(interrupt)
    return try sorted { one, other in
      try watch.step()
      return precedes(one, other)
    }
  }
}
