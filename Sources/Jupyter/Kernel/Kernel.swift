import Dispatch
package import System
import ZeroMQ

/// A Jupyter kernel: five sockets, five threads, and an interpreter that is independent of them.
package struct Kernel: Sendable {
  private let connection: ConnectionFile
  private let services: Services
  private let makeInterpreter: @Sendable () -> any Interpreter

  /// Prepares a kernel; `interpreter` is called once, on the thread that runs the cells.
  ///
  /// `interrupt` is raised to end the running cell, and lowered when it has ended. Without a
  /// `historyFile` the history ends with the kernel. The first cell shows the `notices`.
  package init(
    connection: ConnectionFile, identity: KernelIdentity, assistant: any Assistant,
    interrupt: InterruptFlag, historyFile: String? = nil, notices: [String] = [],
    interpreter: @escaping @Sendable () -> any Interpreter
  ) {
    self.connection = connection
    services = Services(
      signature: connection.signature, identity: identity, assistant: assistant,
      interrupt: interrupt, historyFile: historyFile, notices: notices)
    makeInterpreter = interpreter
  }

  /// Serves until a front-end, SIGTERM or the end of the launching process ends the kernel.
  ///
  /// - Throws: `KernelError` or `ZeroMQError` if a socket or thread cannot be made.
  package func run() throws {
    let handlers: [(any Sendable)?] = [
      Signal.interrupt.handle { [services] in services.activity.interrupt() },
      Signal.terminate.handle { [services] in services.end.signal() },
      onParentDeath { [services] in services.end.signal() },
    ]
    defer { withExtendedLifetime(handlers) {} }
    Signal.brokenPipe.ignore()
    try serve()
  }

  /// Like `run`, but does not handle signals or watch the launching process.
  package func serve() throws {
    let context = try Context()
    let start = Start()
    let threads = startThreads(start, in: context)
    var canJoin = true
    defer {
      context.shutDown()
      if canJoin { for thread in threads { thread.join() } }
    }
    try start.wait(threads: 5)
    services.end.wait()
    canJoin = services.activity.close(within: .seconds(2))
    if !canJoin { report("the running cell did not end in time and was abandoned") }
    try PublisherLine(in: context).publish(Publication(.end))
    start.waitForPublisher(within: .milliseconds(500))
    services.history.settle(within: .milliseconds(500))
    try start.throwFailure()
  }

  private func startThreads(_ start: Start, in context: Context) -> [Thread] {
    let publisher = thread(start) { [connection, services] in
      var publisher = try Publisher(connection, session: services.session, in: context)
      start.threadIsReady()
      try publisher.serve()
      start.publisherHasEnded()
    }
    let shell = thread(start, stackMegabytes: 8) { [connection, services] in
      var shell = try ShellChannel(connection, services: services, in: context)
      start.threadIsReady()
      try shell.serve()
    }
    let cells = thread(start, stackMegabytes: 64) { [connection, services, makeInterpreter] in
      Thread.stepBack()
      var runner = try CellRunner(
        connection, services: services, interpreter: makeInterpreter(), in: context)
      start.threadIsReady()
      try runner.serve()
    }
    let control = thread(start) { [connection, services] in
      var control = try ControlChannel(connection, services: services, in: context)
      start.threadIsReady()
      try control.serve()
    }
    let heartbeat = thread(start) { [connection] in
      let socket = try connection.socket(.router, for: .heartbeat, in: context)
      start.threadIsReady()
      try echo(on: socket)
    }
    return [publisher, shell, cells, control, heartbeat].compactMap { $0 }
  }

  /// Starts a thread that ends with the context; any other error of it ends the kernel.
  private func thread(
    _ start: Start, stackMegabytes: Int = 1, _ body: @escaping @Sendable () throws -> Void
  ) -> Thread? {
    let thread = Thread(stackMegabytes: stackMegabytes) { [services] in
      do {
        try body()
      } catch let error as ZeroMQError where error.isTermination {
        return
      } catch {
        start.threadHasFailed(error)
        services.end.signal()
      }
    }
    if thread == nil {
      start.threadHasFailed(KernelError("The system cannot start another thread."))
    }
    return thread
  }
}

/// The reason why a kernel cannot run, in one sentence.
package struct KernelError: Error, CustomStringConvertible {
  /// The sentence.
  package let description: String

  init(_ sentence: String) { description = sentence }
}

/// The state of a kernel's threads, reported to the thread that started them.
private final class Start: Sendable {
  private let failure = Lock<(any Error)?>(nil)
  private let answers = DispatchSemaphore(value: 0)
  private let publisherEnd = DispatchSemaphore(value: 0)

  func threadIsReady() { answers.signal() }

  func threadHasFailed(_ error: any Error) {
    failure.withLock { $0 = $0 ?? error }
    answers.signal()
  }

  /// Waits until all threads have their sockets; throws the first error of a thread.
  func wait(threads: Int) throws {
    for _ in 0..<threads { answers.wait() }
    try throwFailure()
  }

  /// Throws the first error of a thread, if there was one.
  func throwFailure() throws {
    if let error = failure.withLock({ $0 }) { throw error }
  }

  func publisherHasEnded() { publisherEnd.signal() }

  func waitForPublisher(within time: DispatchTimeInterval) {
    _ = publisherEnd.wait(timeout: .now() + time)
  }
}
