import Glibc

/// A value that one thread at a time can see.
///
/// As `Mutex` of the standard library, but made of the system's lock, which the thread sanitizer
/// knows. Unchecked, as the compiler cannot see that `value` is only used while `lock` is held.
package final class Lock<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  /// Takes the first value.
  package init(_ value: sending Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls `body` when no other thread uses the value; `body` may not call this again.
  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
