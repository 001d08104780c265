import Synchronization

/// A person's wish that running work should end, as the work sees it.
///
/// Handed down to everything that takes long, which calls `check` often enough that no more than
/// 100 ms pass between two calls. Asking costs a few nanoseconds.
package struct Interrupt: Sendable {
  private let source: @Sendable () -> Bool

  /// An interrupt that `isRequested` decides; it may be called from any thread.
  package init(_ isRequested: @escaping @Sendable () -> Bool) { source = isRequested }

  /// Work that nobody interrupts.
  package static let never = Interrupt { false }

  /// True once the work should end; for loops that leave through another door than `check`.
  package var isRequested: Bool { source() }

  /// Ends the work.
  ///
  /// - Throws: `CancellationError` once the interrupt was requested.
  package func check() throws(CancellationError) {
    if source() { throw CancellationError() }
  }
}

/// The flag behind an `Interrupt`: any thread raises it, the one that starts new work lowers it.
package final class InterruptFlag: Sendable {
  private let isRaised = Atomic(false)

  package init() {}

  package func raise() { isRaised.store(true, ordering: .relaxed) }

  package func lower() { isRaised.store(false, ordering: .relaxed) }

  /// What work looks at.
  package var interrupt: Interrupt { Interrupt { [self] in isRaised.load(ordering: .relaxed) } }
}
