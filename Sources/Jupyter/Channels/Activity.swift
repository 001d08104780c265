import Dispatch
import System

/// Whether a cell runs, so that an interrupt meets the running cell and no later one.
final class Activity: Sendable {
  private struct State {
    var isRunning = false
    var isClosed = false
    /// Whether the running cell should end.
    var isInterrupted = false
  }

  private let interruption: Interruption
  private let state = Lock(State())
  private let lastCellEnded = DispatchSemaphore(value: 0)

  init(_ interruption: Interruption) { self.interruption = interruption }

  /// Whether the running cell should end; for waits that the interpreter does not see.
  var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

  /// Starts a cell; false if the kernel is about to end.
  func begin() -> Bool {
    state.withLock { state in
      state.isRunning = !state.isClosed
      return state.isRunning
    }
  }

  /// Ends a cell, and with it every interrupt that came for it.
  func end() {
    state.withLock { state in
      state.isRunning = false
      state.isInterrupted = false
      interruption.reset()
      if state.isClosed { lastCellEnded.signal() }
    }
  }

  /// Asks the running cell to end soon; does nothing if none runs.
  func interrupt() {
    state.withLock { interrupt(&$0) }
  }

  /// Lets no further cell start, and waits at most `time` for the running one to end.
  ///
  /// - Returns: Whether it has ended.
  func close(within time: DispatchTimeInterval) -> Bool {
    let mustWait = state.withLock { state in
      state.isClosed = true
      interrupt(&state)
      return state.isRunning
    }
    return !mustWait || lastCellEnded.wait(timeout: .now() + time) == .success
  }

  private func interrupt(_ state: inout State) {
    guard state.isRunning else { return }
    state.isInterrupted = true
    interruption.request()
  }
}
