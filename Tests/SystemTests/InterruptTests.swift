import System
import Testing

@Suite struct InterruptTests {
  @Test func aRaisedFlagEndsTheWork() throws {
    let flag = InterruptFlag()
    let interrupt = flag.interrupt
    try interrupt.check()
    flag.raise()
    #expect(flag.isRaised && interrupt.isRequested)
    #expect(throws: CancellationError.self) { try interrupt.check() }
    flag.lower()
    #expect(!flag.isRaised)
    try interrupt.check()
  }

  @Test func workWithoutAnInterruptGoesOn() throws {
    try Interrupt.never.check()
  }
}
