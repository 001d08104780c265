import Dispatch
import Glibc

/// A running process, identified by number and start time, since numbers are reused.
package struct LivingProcess: Sendable {
  private let number: pid_t
  private let startTime: String?

  /// The process with that number; nil if there is none.
  package init?(_ number: Int32) {
    self.number = number
    startTime = Self.statistics(of: number)?.startTime
    guard isAlive else { return nil }
  }

  /// True if the process runs; false also for a zombie.
  package var isAlive: Bool {
    guard startTime != nil else { return kill(number, 0) == 0 || errno == EPERM }
    guard let now = Self.statistics(of: number) else { return false }
    return now.startTime == startTime && !["Z", "X"].contains(now.state)
  }

  /// Calls `action` four times per second once the process has ended, as long as the returned value
  /// lives.
  ///
  /// If the process is this one's parent, a change of parent counts as its end, too.
  package func onEnd(do action: @escaping @Sendable () -> Void) -> any Sendable {
    let isParent = getppid() == number
    let source = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "dephn.parent"))
    source.schedule(deadline: .now() + 0.25, repeating: 0.25, leeway: .milliseconds(50))
    source.setEventHandler { if !isAlive || (isParent && getppid() != number) { action() } }
    source.resume()
    return SourceLifetime(source)
  }

  /// Fields 3 and 22 of `/proc/N/stat`, found after the program's name in parentheses; nil without such
  /// a file.
  private static func statistics(of number: pid_t) -> (state: String, startTime: String)? {
    guard let text = SystemText.of("/proc/\(number)/stat"), let name = text.lastIndex(of: ")")
    else {
      return nil
    }
    let fields = text[name...].split(separator: " ").dropFirst().map(String.init)
    return fields.count > 19 ? (fields[0], fields[19]) : nil
  }
}
