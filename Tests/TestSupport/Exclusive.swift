import Dispatch

private let turn = DispatchSemaphore(value: 1)

/// Runs `body` while no other test that calls this runs: for settings that all tests share, such as
/// the number of threads.
package func exclusively<Result>(_ body: () throws -> Result) rethrows -> Result {
  turn.wait()
  defer { turn.signal() }
  return try body()
}
