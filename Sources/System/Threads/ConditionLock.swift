import Glibc

/// A lock at which threads sleep until another one says that something has changed.
///
/// For state that a value inside a `Lock` does not fit: what threads share besides is up to its users.
package final class ConditionLock: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// A lock in which no thread is.
  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Waits until no other thread is inside.
  package func enter() { pthread_mutex_lock(mutex) }

  /// Lets the next one in.
  package func leave() { pthread_mutex_unlock(mutex) }

  /// Leaves, sleeps until `wakeAll` is called, or wakes for no reason, and enters again.
  package func wait() { pthread_cond_wait(condition, mutex) }

  /// Wakes every thread that sleeps in `wait`.
  package func wakeAll() { pthread_cond_broadcast(condition) }
}
