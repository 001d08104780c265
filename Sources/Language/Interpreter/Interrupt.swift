import Synchronization

/// The one flag that ends a running cell; set by any thread, read once a training step.
package final class Interrupt: Sendable {
  private let requested = Atomic(false)

  package init() {}

  package func request() { requested.store(true, ordering: .relaxed) }

  package func reset() { requested.store(false, ordering: .relaxed) }

  package var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Ends work that can throw, at a place where nothing is half done.
  package func check() throws(CancellationError) {
    if isRequested { throw CancellationError() }
  }
}
