/// Work on a thread of its own, and its result once there is one.
package final class BackgroundWork<Value: Sendable>: Sendable {
  private let outcome = Lock<Value?>(nil)

  /// Starts a thread for `work`; where the system cannot start one, the work is done here, at once.
  package init(_ work: @escaping @Sendable () -> Value) {
    let run: @Sendable () -> Void = { [outcome] in
      let value = work()
      outcome.withLock { $0 = value }
    }
    if let thread = Thread(stackMegabytes: 8, run) { thread.detach() } else { run() }
  }

  /// The result; nil until it is there.
  package var result: Value? { outcome.withLock { $0 } }

  /// Waits for the result.
  ///
  /// - Throws: `CancellationError` after an interrupt, when the work goes on unattended.
  package func wait(_ interrupt: Interrupt) throws(CancellationError) -> Value {
    var pause = Duration.microseconds(20)
    while true {
      if let result { return result }
      try interrupt.check()
      Thread.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(2))
    }
  }
}
