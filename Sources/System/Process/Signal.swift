import Dispatch
import Glibc

/// A signal of the operating system.
package struct Signal: Sendable {
  private let number: Int32

  /// SIGINT: Control-C, or an interrupt from a front-end.
  package static let interrupt = Signal(number: SIGINT)
  /// SIGTERM: a request to end.
  package static let terminate = Signal(number: SIGTERM)
  /// SIGPIPE: a write to a pipe without a reader; if it is ignored, the write fails instead.
  package static let brokenPipe = Signal(number: SIGPIPE)
  /// SIGXFSZ: a write beyond the file size limit; if it is ignored, the write fails instead.
  package static let fileTooLarge = Signal(number: SIGXFSZ)

  /// Ignores the signal from now on.
  package func ignore() { signal(number, SIG_IGN) }

  /// Calls `action` whenever this process receives the signal, instead of the default action.
  ///
  /// The handler is active as long as the returned value lives.
  package func handle(_ action: @escaping @Sendable () -> Void) -> any Sendable {
    ignore()
    let source = DispatchSource.makeSignalSource(
      signal: number, queue: DispatchQueue(label: "dephn.signal"))
    source.setEventHandler(handler: action)
    source.resume()
    return SourceLifetime(source)
  }
}

/// Cancels a dispatch source when it is released.
final class SourceLifetime: @unchecked Sendable {
  private let source: any DispatchSourceProtocol

  init(_ source: any DispatchSourceProtocol) { self.source = source }

  deinit { source.cancel() }
}
