import System
import Testing

@Suite struct InterruptTests {
  @Test func flagEndsTheWorkThatLooksAtIt() throws {
    let flag = InterruptFlag()
    let interrupt = flag.interrupt
    try interrupt.check()
    flag.raise()
    #expect(interrupt.isRequested)
    #expect(throws: CancellationError.self) { try interrupt.check() }
    flag.lower()
    #expect(!interrupt.isRequested)
  }

  @Test func workThatNobodyInterruptsGoesOn() throws {
    try Interrupt.never.check()
    #expect(!Interrupt.never.isRequested)
  }
}
