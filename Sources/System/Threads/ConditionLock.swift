import Glibc

/// A lock with a condition: threads inside can sleep until another thread signals a change.
///
/// For state that does not fit into the value of a `Lock`; its users keep that state themselves.
package final class ConditionLock: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// An unlocked lock.
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

  /// Locks, once no other thread holds the lock.
  package func enter() { pthread_mutex_lock(mutex) }

  /// Unlocks.
  package func leave() { pthread_mutex_unlock(mutex) }

  /// Unlocks, sleeps until `wakeAll` is called, and locks again; it may also wake without a call.
  package func wait() { pthread_cond_wait(condition, mutex) }

  /// Wakes every thread that sleeps in `wait`.
  package func wakeAll() { pthread_cond_broadcast(condition) }
}
