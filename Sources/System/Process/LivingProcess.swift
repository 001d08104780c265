import Dispatch
import Glibc

/// A process by its number and the time of its start, so that no later one of that number passes for it.
package struct LivingProcess: Sendable {
  private let number: pid_t
  private let startTime: String?

  /// nil if there is no such process.
  package init?(_ number: Int32) {
    self.number = number
    startTime = Self.statistics(of: number)?.startTime
    guard isAlive else { return nil }
  }

  /// False for a zombie too, whose own parent has not asked for it yet.
  package var isAlive: Bool {
    guard startTime != nil else { return kill(number, 0) == 0 || errno == EPERM }
    guard let now = Self.statistics(of: number) else { return false }
    return now.startTime == startTime && !["Z", "X"].contains(now.state)
  }

  /// Calls `action` when the process is gone, and again and again then, as long as the returned value
  /// lives.
  ///
  /// If it is the parent of this one, a new parent tells as well.
  package func onEnd(do action: @escaping @Sendable () -> Void) -> any Sendable {
    let isParent = getppid() == number
    let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "dephn.parent"))
    source.schedule(deadline: .now() + 0.25, repeating: 0.25, leeway: .milliseconds(50))
    source.setEventHandler { if !isAlive || (isParent && getppid() != number) { action() } }
    source.resume()
    return SourceLifetime(source)
  }

  /// The 3rd and the 22nd field of `/proc/N/stat`, counted behind the program's name in parentheses;
  /// nil where there is no such file.
  private static func statistics(of number: pid_t) -> (state: String, startTime: String)? {
    guard let text = SystemText.of("/proc/\(number)/stat"), let name = text.lastIndex(of: ")")
    else {
      return nil
    }
    let fields = text[name...].split(separator: " ").dropFirst().map(String.init)
    return fields.count > 19 ? (fields[0], fields[19]) : nil
  }
}
