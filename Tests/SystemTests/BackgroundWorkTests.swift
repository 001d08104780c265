import System
import TestSupport
import Testing

@Suite struct BackgroundWorkTests {
  @Test func theResultIsWaitedFor() throws {
    let gate = InterruptFlag()
    let work = BackgroundWork {
      while !gate.isRaised { Thread.sleep(for: .milliseconds(1)) }
      return 42
    }
    #expect(work.result == nil)
    gate.raise()
    #expect(try work.wait(.never) == 42 && work.result == 42)
  }

  /// The work goes on, and its result comes later.
  @Test func anInterruptLeavesTheWorkAlone() throws {
    let gate = InterruptFlag()
    let work = BackgroundWork {
      while !gate.isRaised { Thread.sleep(for: .milliseconds(1)) }
      return 42
    }
    let looks = Countdown(3)
    #expect(throws: CancellationError.self) { try work.wait(looks.interrupt) }
    #expect(work.result == nil)
    gate.raise()
    #expect(try work.wait(.never) == 42)
  }
}
