import Synchronization

/// A person's wish that running work should end, as the work sees it.
///
/// Handed down to everything that takes long, which calls `check` often enough that no more than
/// 100 ms pass between two calls. A look costs a few nanoseconds and takes no memory. What is
/// interrupted ends by `check`'s error alone: it gives no result that its caller would have to doubt.
package struct Interrupt: Sendable {
  private let source: @Sendable () -> Bool

  /// An interrupt that has come once `isRequested` says so; any thread may ask.
  package init(_ isRequested: @escaping @Sendable () -> Bool) { source = isRequested }

  /// Work that nobody interrupts.
  package static let never = Interrupt { false }

  /// Ends the work.
  ///
  /// - Throws: `CancellationError` once the interrupt was requested.
  package func check() throws(CancellationError) {
    if source() { throw CancellationError() }
  }
}

/// The flag behind an `Interrupt`: any thread raises it, the one that starts new work lowers it.
package final class InterruptFlag: Sendable {
  private let state = Atomic(false)

  package init() {}

  /// Whether it was raised and not lowered since.
  package var isRaised: Bool { state.load(ordering: .relaxed) }

  package func raise() { state.store(true, ordering: .relaxed) }

  package func lower() { state.store(false, ordering: .relaxed) }

  /// What work looks at.
  package var interrupt: Interrupt { Interrupt { [self] in isRaised } }
}
