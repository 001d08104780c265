import Synchronization

/// A request to stop running work, as the work sees it.
///
/// It is passed down to everything that may take long, which calls `check` at least every 100 ms. A
/// check takes a few nanoseconds and allocates nothing. Interrupted work ends with the error of `check`
/// alone and never returns a partial result as if it were whole.
package struct Interrupt: Sendable {
  private let source: @Sendable () -> Bool

  /// An interrupt that is requested once `isRequested` returns true; it is called on any thread.
  package init(_ isRequested: @escaping @Sendable () -> Bool) { source = isRequested }

  /// True if it was requested, for an interrupt that depends on several.
  package var isRequested: Bool { source() }

  /// An interrupt that is never requested.
  package static let never = Interrupt { false }

  /// Throws if the interrupt was requested.
  ///
  /// - Throws: `CancellationError`.
  package func check() throws(CancellationError) {
    if source() { throw CancellationError() }
  }
}

/// The flag behind an `Interrupt`: any thread raises it; the thread that starts new work lowers it.
package final class InterruptFlag: Sendable {
  private let state = Atomic(false)

  /// A lowered flag.
  package init() {}

  /// True if it was raised and not lowered since.
  package var isRaised: Bool { state.load(ordering: .relaxed) }

  /// Requests the interrupt.
  package func raise() { state.store(true, ordering: .relaxed) }

  /// Takes the request back, before new work starts.
  package func lower() { state.store(false, ordering: .relaxed) }

  /// The interrupt that work checks.
  package var interrupt: Interrupt { Interrupt { [self] in isRaised } }
}
