import FoundationEssentials
import System

/// Calls `action` when the process that launched this kernel has ended.
///
/// Jupyter passes its number in `JPY_PARENT_PID`. It need not be the parent process, as a shell may be
/// in between.
func onParentDeath(do action: @escaping @Sendable () -> Void) -> (any Sendable)? {
  let name = ProcessInfo.processInfo.environment["JPY_PARENT_PID"] ?? ""
  guard let number = Int32(name), number > 1 else { return nil }
  return LivingProcess(number)?.onEnd(do: action)
}
