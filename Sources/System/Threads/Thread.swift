import CLinux
import Glibc

/// A thread of the operating system with a stack of a chosen size.
///
/// Blocking calls need one: in an `async` task they would occupy a thread of the shared pool.
package struct Thread: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let handle: pthread_t

  /// Starts a thread that runs `body`; nil if the system cannot start one.
  package init?(stackMegabytes: Int = 1, _ body: @escaping @Sendable () -> Void) {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    pthread_attr_setstacksize(attributes, stackMegabytes << 20)
    let argument = Unmanaged.passRetained(Body(body)).toOpaque()
    var handle = pthread_t()
    let status = pthread_create(
      &handle, attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument)
    guard status == 0 else {
      Unmanaged<Body>.fromOpaque(argument).release()
      return nil
    }
    self.handle = handle
  }

  /// Waits until `body` has returned.
  package func join() { pthread_join(handle, nil) }

  /// Frees the thread when `body` returns; it cannot be joined any more.
  package func detach() { pthread_detach(handle) }

  /// Suspends this thread for that long.
  package static func sleep(for time: Duration) {
    let (seconds, attoseconds) = max(time, .zero).components
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var left = timespec()
    while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }

  /// The key of a mark that each thread has for itself.
  private static let mark: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// True on a thread that computes beside others; false at first.
  package static var isAside: Bool {
    get { pthread_getspecific(mark) != nil }
    set { pthread_setspecific(mark, newValue ? UnsafeRawPointer(bitPattern: 1) : nil) }
  }

  /// Lets another thread that waits for this processor run first.
  package static func yield() { sched_yield() }

  /// Lowers the priority of this thread, and of the threads it starts later, below that of others.
  ///
  /// On Linux a priority belongs to a thread. It only counts among the threads of this program, as the
  /// system divides processor time by sessions first. A long time slice counts everywhere: a waking
  /// thread with a shorter slice preempts this one at once, not some milliseconds later when this
  /// one's slice is over. The shares of processor time do not change.
  package static func stepBack() {
    if linux_set_schedule(5, 100_000_000) != 0 {
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
    }
  }
}

/// The processors of the machine.
package enum Processors {
  /// The number of processors that this process may use, at least 1: all, or those that `taskset` or a cluster left it.
  package static let count: Int = {
    let allowed = Int(linux_allowed_processors())
    return allowed > 0 ? allowed : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }()
}
