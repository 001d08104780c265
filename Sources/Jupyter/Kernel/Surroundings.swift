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
/// if it is, a new parent tells as well.
func onParentDeath(do action: @escaping @Sendable () -> Void) -> (any Sendable)? {
  let name = ProcessInfo.processInfo.environment["JPY_PARENT_PID"] ?? ""
  guard let number = pid_t(name), number > 1, let launcher = LivingProcess(number) else {
    return nil
  }
  let isParent = getppid() == number
  let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "dephn.parent"))
  source.schedule(deadline: .now() + 0.25, repeating: 0.25, leeway: .milliseconds(50))
  source.setEventHandler {
    if !launcher.isAlive || (isParent && getppid() != number) { action() }
  }
  source.resume()
  return SourceLifetime(source)
}

/// A process by its number and the time of its start, so that no later one of that number passes for it.
private struct LivingProcess: Sendable {
  private let number: pid_t
  private let startTime: String?

  /// nil if there is no such process.
  init?(_ number: pid_t) {
    self.number = number
    startTime = Self.statistics(of: number)?.startTime
    guard isAlive else { return nil }
  }

  /// False for a zombie too, whose own parent has not asked for it yet.
  var isAlive: Bool {
    guard startTime != nil else { return kill(number, 0) == 0 || errno == EPERM }
    guard let now = Self.statistics(of: number) else { return false }
    return now.startTime == startTime && !["Z", "X"].contains(now.state)
  }

  /// The 3rd and the 22nd field of `/proc/N/stat`, counted behind the program's name in parentheses;
  /// nil where there is no such file.
  private static func statistics(of number: pid_t) -> (state: String, startTime: String)? {
    let file = URL(filePath: "/proc/\(number)/stat")
    guard let text = try? String(contentsOf: file, encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    let fields = text[name...].split(separator: " ").dropFirst().map(String.init)
    return fields.count > 19 ? (fields[0], fields[19]) : nil
  }
}

/// Ends a dispatch source with its owner.
private final class SourceLifetime: @unchecked Sendable {
  private let source: any DispatchSourceProtocol

  init(_ source: any DispatchSourceProtocol) { self.source = source }

  deinit { source.cancel() }
}
