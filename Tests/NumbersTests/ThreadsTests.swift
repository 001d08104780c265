import Glibc
import Numbers
import TestSupport
import Testing

/// A question leaves a core free for a while, and no longer.
@Test func aCoreIsLeftFreeForAWhile() {
  exclusively {
    let before = Threads.count
    defer { Threads.count = before }
    let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
    Threads.count = cores
    #expect(Threads.free == cores)
    Threads.giveWay(milliseconds: 60_000)
    #expect(Threads.free == max(1, cores - 1) && Threads.count == cores)
    Threads.count = 1
    #expect(Threads.free == 1)
    Threads.count = cores
    Threads.giveWay(milliseconds: 0)
    usleep(1_000)
    #expect(Threads.free == cores)
  }
}
