import Dispatch
import System

/// Whether a cell runs, so that an interrupt meets the running cell and no later one.
final class Activity: Sendable {
  private struct State {
    var isRunning = false
    var isClosed = false
  }

  private let flag: InterruptFlag
  private let state = Lock(State())
  private let lastCellEnded = DispatchSemaphore(value: 0)

  /// Raises and lowers the flag that the interpreter's work looks at.
  init(_ flag: InterruptFlag) { self.flag = flag }

  /// Ends the running cell; for waits that the interpreter does not see.
  var cellInterrupt: Interrupt { flag.interrupt }

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
      flag.lower()
      if state.isClosed { lastCellEnded.signal() }
    }
  }

  /// Asks the running cell to end soon; does nothing if none runs.
  func interrupt() {
    state.withLock { interrupt($0) }
  }

  /// Lets no further cell start, and waits at most `time` for the running one to end.
  ///
  /// - Returns: Whether it has ended.
  func close(within time: DispatchTimeInterval) -> Bool {
    let mustWait = state.withLock { state in
      state.isClosed = true
      interrupt(state)
      return state.isRunning
    }
    return !mustWait || lastCellEnded.wait(timeout: .now() + time) == .success
  }

  private func interrupt(_ state: State) {
    if state.isRunning { flag.raise() }
  }
}
