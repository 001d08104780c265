import Glibc

/// A value that only one thread at a time can access.
///
/// Like `Mutex` of the standard library, but on a pthread mutex, which the thread sanitizer
/// understands. Unchecked, as the compiler cannot see that `value` is only used while `lock` is held.
package final class Lock<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  /// Takes the initial value.
  package init(_ value: sending Value) {
    self.value = value
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Calls `body` with the value, once no other thread uses it; `body` must not call `withLock` again.
  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    return try body(&value)
  }
}
