import Dispatch
import System

/// The state of the running cell, which makes sure that an interrupt ends that cell and no later one.
final class Activity: Sendable {
  private struct State {
    var isRunning = false
    var isClosed = false
  }

  private let flag: InterruptFlag
  private let state = Lock(State())
  private let lastCellEnded = DispatchSemaphore(value: 0)

  /// Takes the flag that the interpreter's work checks.
  init(_ flag: InterruptFlag) { self.flag = flag }

  /// The interrupt of the running cell, for waits outside the interpreter.
  var cellInterrupt: Interrupt { flag.interrupt }

  /// Starts a cell; false if the kernel is shutting down.
  func begin() -> Bool {
    state.withLock { state in
      state.isRunning = !state.isClosed
      return state.isRunning
    }
  }

  /// Ends a cell and drops interrupts that were meant for it.
  func end() {
    state.withLock { state in
      state.isRunning = false
      flag.lower()
      if state.isClosed { lastCellEnded.signal() }
    }
  }

  /// Interrupts the running cell; does nothing if none runs.
  func interrupt() {
    state.withLock { interrupt($0) }
  }

  /// Lets no further cell start, interrupts the running one and waits at most `time` for its end.
  ///
  /// - Returns: True if no cell runs any more.
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
