import Dispatch
import Glibc

/// A signal that a process may get.
package struct Signal: Sendable {
  private let number: Int32

  /// Control-C, or a front-end that interrupts.
  package static let interrupt = Signal(number: SIGINT)
  /// The wish that the process ends.
  package static let terminate = Signal(number: SIGTERM)
  /// What is written to nobody reads any more; without it, writing fails with an error.
  package static let brokenPipe = Signal(number: SIGPIPE)
  /// A file would be larger than the process may make one; without it, writing fails with an error.
  package static let fileTooLarge = Signal(number: SIGXFSZ)

  /// Makes it do nothing.
  package func ignore() { signal(number, SIG_IGN) }

  /// Calls `action` each time that this process gets the signal, which then does nothing else any more.
  ///
  /// The handler works as long as the returned value lives.
  package func handle(_ action: @escaping @Sendable () -> Void) -> any Sendable {
    ignore()
    let source = DispatchSource.makeSignalSource(
      signal: number, queue: DispatchQueue(label: "dephn.signal"))
    source.setEventHandler(handler: action)
    source.resume()
    return SourceLifetime(source)
  }
}

/// Ends a dispatch source with its owner.
final class SourceLifetime: @unchecked Sendable {
  private let source: any DispatchSourceProtocol

  init(_ source: any DispatchSourceProtocol) { self.source = source }

  deinit { source.cancel() }
}
