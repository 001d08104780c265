import FoundationEssentials
import System

/// Calls `action` when the front-end that started this kernel is gone.
///
/// Jupyter names it in `JPY_PARENT_PID`. It need not be our parent, as there may be a shell between.
func onParentDeath(do action: @escaping @Sendable () -> Void) -> (any Sendable)? {
  let name = ProcessInfo.processInfo.environment["JPY_PARENT_PID"] ?? ""
  guard let number = Int32(name), number > 1 else { return nil }
  return LivingProcess(number)?.onEnd(do: action)
}
