import CLinux
import Glibc

/// A thread of the operating system with a stack of a chosen size.
///
/// Blocking calls need one: an `async` task would hold a thread of the shared pool.
package struct Thread: Sendable {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let handle: pthread_t

  /// Starts `body`; nil if the system gives no thread.
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

  /// Waits until the body has returned.
  package func join() { pthread_join(handle, nil) }

  /// Lets the thread go with the end of its body; nobody waits for it.
  package func detach() { pthread_detach(handle) }

  /// Lets this thread rest for so long.
  package static func sleep(for time: Duration) {
    let (seconds, attoseconds) = max(time, .zero).components
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var left = timespec()
    while nanosleep(&rest, &left) != 0, errno == EINTR { rest = left }
  }

  /// Lets another thread go first, if one waits for this processor.
  package static func yield() { sched_yield() }

  /// Lets other threads, and other programs, go before this one and those that it starts, where all
  /// want to run.
  ///
  /// On Linux a priority belongs to a thread. It weighs within the kernel alone, as the system shares
  /// processors out by sessions first; a long slice tells everywhere: a thread that wakes and wants
  /// less at a time runs at once, not when the tick after this one's slice has come, some milliseconds
  /// later. How much each gets stays as it is.
  package static func stepBack() {
    if linux_set_schedule(5, 100_000_000) != 0 {
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
    }
  }
}

/// The processors of the machine.
package enum Processors {
  /// How many are in use, at least 1.
  package static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
