import Dispatch
import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls `action` each time that this process gets `signal`, which then does nothing else any more.
///
/// The handler works as long as the returned value lives.
package func onSignal(
  _ signal: Int32, do action: @escaping @Sendable () -> Void
) -> any Sendable {
  #if canImport(Glibc)
    _ = Glibc.signal(signal, SIG_IGN)
  #else
    _ = Darwin.signal(signal, SIG_IGN)
  #endif
  let source = DispatchSource.makeSignalSource(
    signal: signal, queue: DispatchQueue(label: "dephn.signal"))
  source.setEventHandler(handler: action)
  source.resume()
  return SourceLifetime(source)
}

/// Calls `action` when the front-end that started this kernel is gone.
///
/// Jupyter names it in `JPY_PARENT_PID`. It need not be our parent, as there may be a shell between;
/// if it is, a new parent tells even what a zombie would hide.
func onParentDeath(do action: @escaping @Sendable () -> Void) -> (any Sendable)? {
  let name = ProcessInfo.processInfo.environment["JPY_PARENT_PID"] ?? ""
  guard let launcher = pid_t(name), launcher > 1, isAlive(launcher) else { return nil }
  let isParent = getppid() == launcher
  let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "dephn.parent"))
  source.schedule(deadline: .now() + 0.5, repeating: 0.5)
  source.setEventHandler {
    if isParent ? getppid() != launcher : !isAlive(launcher) { action() }
  }
  source.resume()
  return SourceLifetime(source)
}

private func isAlive(_ process: pid_t) -> Bool {
  kill(process, 0) == 0 || errno == EPERM
}

/// Ends a dispatch source with its owner.
private final class SourceLifetime: @unchecked Sendable {
  private let source: any DispatchSourceProtocol

  init(_ source: any DispatchSourceProtocol) { self.source = source }

  deinit { source.cancel() }
}
