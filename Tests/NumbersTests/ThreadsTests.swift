import Glibc
import Numbers
import Synchronization
import System
import TestSupport
import Testing

/// A failing piece ends the work with the error of a plain loop, and no later piece starts.
@Test(arguments: [1, 2, 4]) func theFirstErrorEndsParallelWork(threads: Int) {
  struct Failed: Error, Equatable { let index: Int }
  for first in [0, 3, 17] {
    let begun = Lock([Int]())
    let error = #expect(throws: Failed.self) {
      try parallel(over: 10_000, threads: threads) { index, _ throws(Failed) in
        begun.withLock { $0.append(index) }
        // Later pieces fail earlier.
        if index == first { usleep(2_000) }
        if index >= first { throw Failed(index: index) }
      }
    }
    #expect(error == Failed(index: first))
    let all = begun.withLock { $0 }
    #expect(Set(0...first).isSubset(of: all) && all.count <= first + threads)
  }
}

/// An interrupt is an error like any other; without one, all results are returned in order.
@Test(arguments: [1, 3]) func parallelMapEndsWithAnInterrupt(threads: Int) throws {
  let looks = Countdown(50)
  #expect(throws: CancellationError.self) {
    try parallelMap(over: 1_000, threads: threads) { index throws(CancellationError) in
      try looks.interrupt.check()
      return index
    }
  }
  #expect(looks.looks > 50 && looks.looks < 1_000)
  let squares = parallelMap(over: 1_000, threads: threads) { $0 * $0 }
  #expect(squares == (0..<1_000).map { $0 * $0 })
}

/// A request leaves a processor free for a limited time.
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

/// Threads that compute beside each other use no others; the last one uses all again.
@Test func threadsBesideOthersUseNoOthers() throws {
  try exclusively {
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 3
    let seen = Lock([Int]())
    let areBoth = Lock(0)
    let second = try #require(
      Thread {
        Threads.aside {
          areBoth.withLock { $0 += 1 }
          while areBoth.withLock({ $0 }) < 2 { usleep(100) }
          seen.withLock { $0.append(Threads.free) }
          areBoth.withLock { $0 += 1 }
        }
      })
    Threads.aside {
      while areBoth.withLock({ $0 }) < 1 { usleep(100) }
      seen.withLock { $0.append(Threads.free) }
      areBoth.withLock { $0 += 1 }
      while areBoth.withLock({ $0 }) < 3 { usleep(100) }
      second.join()
      seen.withLock { $0.append(Threads.free) }
    }
    #expect(seen.withLock { $0 } == [1, 1, 3] && Threads.free == 3)
  }
}
