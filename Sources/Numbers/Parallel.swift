import CKernels
import Synchronization
import System

/// Work split into numbered pieces that may run in parallel.
package protocol ParallelWork: AnyObject {
  /// Performs piece `index` on thread `worker` (0 ..< threads), writing only what the index owns.
  func perform(_ index: Int, worker: Int)
}

/// Performs pieces 0 ..< `count` of `work` on several threads and returns when all are done; allocates
/// nothing.
///
/// Pieces are assigned to threads in no fixed way, and idle threads sleep. A piece must not call
/// `parallel` itself.
package func parallel(
  over count: Int, threads: Int = Threads.free, _ work: some ParallelWork
) {
  let threads = min(threads, count)
  if threads <= 1 {
    for index in 0..<count { work.perform(index, worker: 0) }
  } else {
    Threads.pool.run(count: count, threads: threads, work)
  }
}

/// Calls `body` for 0 ..< `count` on several threads and returns when all calls are done.
///
/// When a piece throws, no later piece begins, and its error is thrown once the running pieces are done.
/// Of several errors, that of the smallest index is thrown, as in a plain loop. Work on several threads
/// can therefore be interrupted by a `check` in each piece.
///
/// - Throws: what `body` throws.
package func parallel<Failure: Error>(
  over count: Int, threads: Int = Threads.free,
  _ body: (_ index: Int, _ worker: Int) throws(Failure) -> Void
) throws(Failure) {
  let failure = withoutActuallyEscaping(body) { body in
    let work = ClosureWork(body)
    parallel(over: count, threads: threads, work)
    return work.failure
  }
  if let failure { throw failure }
}

/// The results of `body` for 0 ..< `count` in this order, computed on several threads.
///
/// - Throws: what `body` throws, as `parallel` does.
package func parallelMap<Result, Failure: Error>(
  over count: Int, threads: Int = Threads.free, _ body: (_ index: Int) throws(Failure) -> Result
) throws(Failure) -> [Result] {
  var results = [Result?](repeating: nil, count: count)
  try results.withUnsafeMutableBufferPointer { results throws(Failure) in
    let slots = results
    try parallel(over: count, threads: threads) { index, _ throws(Failure) in
      slots[index] = try body(index)
    }
  }
  return results.compactMap { $0 }
}

private final class ClosureWork<Failure: Error>: ParallelWork {
  private let body: (Int, Int) throws(Failure) -> Void
  /// The failed piece with the smallest index.
  private let failed = Lock<(index: Int, error: Failure)?>(nil)

  init(_ body: @escaping (Int, Int) throws(Failure) -> Void) { self.body = body }

  var failure: Failure? { failed.withLock { $0?.error } }

  func perform(_ index: Int, worker: Int) {
    if failed.withLock({ $0?.index ?? .max }) < index { return }
    do { try body(index, worker) } catch {
      failed.withLock { if index < $0?.index ?? .max { $0 = (index, error) } }
    }
  }
}

/// The number of threads that `parallel` uses.
package enum Threads {
  /// The largest number of threads.
  package static let limit = 64
  private static let setting = Atomic<Int>(min(limit, Processors.count))
  static let pool = ThreadPool()

  /// The number of threads, by default that of the processors; kept within 1 … `limit`.
  package static var count: Int {
    get { setting.load(ordering: .relaxed) }
    set { setting.store(min(limit, max(1, newValue)), ordering: .relaxed) }
  }

  /// The time at which a processor left to others is used again, in nanoseconds on the steady clock; 0 if
  /// none was left.
  private static let wayIsGivenUntil = Atomic<UInt64>(0)

  /// Leaves one processor to others for that long: work that begins meanwhile uses a thread less.
  ///
  /// Called for a request that should be answered at once, as the front-end needs a processor for it,
  /// too. No result depends on the number of threads.
  package static func giveWay(milliseconds: UInt64 = 50) {
    wayIsGivenUntil.store(
      ThisProcess.steadyNanoseconds + milliseconds * 1_000_000, ordering: .relaxed)
  }

  /// Threads that compute beside each other.
  private static let aside = Atomic<Int>(0)

  /// The result of `body` on this thread, which computes beside others that do so.
  ///
  /// As long as there are any, what would run on several threads runs on this one. No result depends on that.
  package static func aside<Result>(_ body: () -> Result) -> Result {
    aside.add(1, ordering: .relaxed)
    Thread.isAside = true
    defer {
      Thread.isAside = false
      aside.subtract(1, ordering: .relaxed)
    }
    return body()
  }

  /// The number of threads that `parallel` uses at this moment.
  package static var free: Int {
    if Thread.isAside, aside.load(ordering: .relaxed) > 1 { return 1 }
    let end = wayIsGivenUntil.load(ordering: .relaxed)
    if end == 0 { return count }
    if ThisProcess.steadyNanoseconds < end { return max(1, min(count, Processors.count - 1)) }
    // Another call of `giveWay` may have changed it meanwhile.
    _ = wayIsGivenUntil.compareExchange(expected: end, desired: 0, ordering: .relaxed)
    return count
  }
}

/// Threads that wait for work: they spin for some microseconds, then sleep.
///
/// Unchecked: `work`, `count`, `threads` and `helpers` are only written by the caller whose turn it is,
/// while all helpers wait, and published to them through the lock and `round`.
final class ThreadPool: @unchecked Sendable {
  /// Held by the caller whose work is running.
  private let turn = ConditionLock()
  /// The lock in which helpers sleep.
  private let lock = ConditionLock()
  private let round = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private var helpers = 0
  private var threads = 0
  private var count = 0
  private var work: (any ParallelWork)?

  func run(count: Int, threads: Int, _ work: some ParallelWork) {
    turn.enter()
    defer { turn.leave() }
    while helpers < threads - 1, start() {}
    lock.enter()
    self.work = work
    self.count = count
    self.threads = threads
    next.store(0, ordering: .relaxed)
    busy.store(helpers, ordering: .relaxed)
    round.add(1, ordering: .releasing)
    lock.wakeAll()
    lock.leave()
    take(worker: 0, work)
    var looks = 0
    while busy.load(ordering: .acquiring) > 0 {
      looks += 1
      // With more threads than cores, a helper may need this one.
      if looks % 256 == 0 { Thread.yield() } else { dephn_pause() }
    }
    self.work = nil
  }

  private func take(worker: Int, _ work: some ParallelWork) {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      if index >= count { return }
      work.perform(index, worker: worker)
    }
  }

  /// Adds a helper; false if the system cannot start a thread, and the work is done with fewer.
  private func start() -> Bool {
    let (number, seen) = (helpers + 1, round.load(ordering: .relaxed))
    guard let thread = Thread(stackMegabytes: 8, { self.help(number, seen) }) else { return false }
    thread.detach()
    helpers += 1
    return true
  }

  /// The loop of helper `number`, which has seen round `seen`; never returns.
  private func help(_ number: Int, _ seen: Int) {
    var seen = seen
    while true {
      seen = wait(forRoundAfter: seen)
      if number < threads, let work { take(worker: number, work) }
      busy.subtract(1, ordering: .releasing)
    }
  }

  /// Waits for a new round: spinning for about 50 µs, the time between two phases or steps, then asleep.
  private func wait(forRoundAfter seen: Int) -> Int {
    var looks = 0
    while looks < 3000, round.load(ordering: .acquiring) == seen {
      dephn_pause()
      looks += 1
    }
    lock.enter()
    defer { lock.leave() }
    while round.load(ordering: .acquiring) == seen { lock.wait() }
    return round.load(ordering: .acquiring)
  }
}
