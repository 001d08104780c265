import CKernels
import Synchronization
import System

/// Work in numbered pieces that may run side by side.
package protocol ParallelWork: AnyObject {
  /// Piece `index`, run by thread `worker` (0 ..< threads); writes only what the index owns.
  func perform(_ index: Int, worker: Int)
}

/// Performs pieces 0 ..< `count` of `work` on the threads of the machine, and returns when all are
/// done; allocates nothing.
///
/// Who performs which piece is left to chance. Threads sleep while there is nothing to do. A piece
/// may not call `parallel` itself.
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

/// The same with a closure, which may throw.
///
/// A piece that throws ends the work: no later piece begins, and once the running ones are done its
/// error is thrown. Of several errors it is that of the least index, as a plain loop would throw it.
/// Interrupted work on several threads so ends as any other does, by a `check` in each piece.
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

/// What `body` gives for 0 ..< `count`, in this order, computed on the threads of the machine.
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
  /// The first piece that failed, in the order of the pieces.
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

/// How many threads `parallel` uses.
package enum Threads {
  package static let limit = 64
  private static let setting = Atomic<Int>(min(limit, Processors.count))
  static let pool = ThreadPool()

  /// All cores unless set otherwise; kept within 1 … 64.
  package static var count: Int {
    get { setting.load(ordering: .relaxed) }
    set { setting.store(min(limit, max(1, newValue)), ordering: .relaxed) }
  }

  /// When the core that was left to others is taken back, in nanoseconds of the steady clock; 0: none is.
  private static let wayIsGivenUntil = Atomic<UInt64>(0)

  /// Leaves a core to others for so long: work that begins meanwhile takes a thread less.
  ///
  /// Somebody who asks wants an answer at once, and what he asks with wants a processor too. No
  /// result depends on the number of threads.
  package static func giveWay(milliseconds: UInt64 = 50) {
    wayIsGivenUntil.store(
      ThisProcess.steadyNanoseconds + milliseconds * 1_000_000, ordering: .relaxed)
  }

  /// How many threads `parallel` uses at this moment.
  package static var free: Int {
    let end = wayIsGivenUntil.load(ordering: .relaxed)
    if end == 0 { return count }
    if ThisProcess.steadyNanoseconds < end { return max(1, min(count, Processors.count - 1)) }
    // Unless somebody has asked again.
    _ = wayIsGivenUntil.compareExchange(expected: end, desired: 0, ordering: .relaxed)
    return count
  }
}

/// Threads that wait for work: they look for it for some microseconds, then sleep.
///
/// Unchecked: `work`, `count`, `threads` and `helpers` are written by the one caller whose turn it is,
/// while all helpers wait; they learn of it through the lock and `round`.
final class ThreadPool: @unchecked Sendable {
  /// Held by the one caller whose work is running.
  private let turn = ConditionLock()
  /// Where helpers sleep.
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

  /// Adds a thread; false if the system gives none, with which the work is done all the same.
  private func start() -> Bool {
    let (number, seen) = (helpers + 1, round.load(ordering: .relaxed))
    guard let thread = Thread(stackMegabytes: 8, { self.help(number, seen) }) else { return false }
    thread.detach()
    helpers += 1
    return true
  }

  /// What helper `number` does as long as the process lives; it has seen that round.
  private func help(_ number: Int, _ seen: Int) {
    var seen = seen
    while true {
      seen = wait(forRoundAfter: seen)
      if number < threads, let work { take(worker: number, work) }
      busy.subtract(1, ordering: .releasing)
    }
  }

  /// Until there is a new round: awake for some 50 µs, the time between two phases or two steps,
  /// then asleep.
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
