import Synchronization
package import System

/// An interrupt that comes after some looks, and stays; it counts them.
package final class Countdown: Sendable {
  private let taken = Atomic(0)
  private let allowed: Int

  /// By default it never comes.
  package init(_ looks: Int = .max) { allowed = looks }

  /// Looks that were taken so far.
  package var looks: Int { taken.load(ordering: .relaxed) }

  /// What the work under test looks at.
  package var interrupt: Interrupt {
    Interrupt { [self] in taken.add(1, ordering: .relaxed).newValue > allowed }
  }
}
