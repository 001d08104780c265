import CKernels
import Glibc
import Synchronization

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

/// The same with a closure.
package func parallel(
  over count: Int, threads: Int = Threads.free, _ body: (_ index: Int, _ worker: Int) -> Void
) {
  withoutActuallyEscaping(body) { body in
    parallel(over: count, threads: threads, ClosureWork(body))
  }
}

private final class ClosureWork: ParallelWork {
  private let body: (Int, Int) -> Void
  init(_ body: @escaping (Int, Int) -> Void) { self.body = body }
  func perform(_ index: Int, worker: Int) { body(index, worker) }
}

/// How many threads `parallel` uses.
package enum Threads {
  package static let limit = 64
  private static let setting = Atomic<Int>(min(limit, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
  static let pool = ThreadPool()

  /// All cores unless set otherwise; kept within 1 … 64.
  package static var count: Int {
    get { setting.load(ordering: .relaxed) }
    set { setting.store(min(limit, max(1, newValue)), ordering: .relaxed) }
  }

  /// When the core that was left to others is taken back, in nanoseconds of the steady clock; 0: none is.
  private static let wayIsGivenUntil = Atomic<UInt64>(0)
  private static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  /// Leaves a core to others for so long: work that begins meanwhile takes a thread less.
  ///
  /// Somebody who asks wants an answer at once, and what he asks with wants a processor too. No
  /// result depends on the number of threads.
  package static func giveWay(milliseconds: UInt64 = 50) {
    wayIsGivenUntil.store(now() + milliseconds * 1_000_000, ordering: .relaxed)
  }

  /// How many threads `parallel` uses at this moment.
  package static var free: Int {
    let end = wayIsGivenUntil.load(ordering: .relaxed)
    if end == 0 { return count }
    if now() < end { return max(1, min(count, cores - 1)) }
    // Unless somebody has asked again.
    _ = wayIsGivenUntil.compareExchange(expected: end, desired: 0, ordering: .relaxed)
    return count
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// Threads that wait for work: they look for it for some microseconds, then sleep.
///
/// Unchecked: `work`, `count`, `threads` and `helpers` are written by the one caller whose turn it is,
/// while all helpers wait; they learn of it through the lock and `round`.
final class ThreadPool: @unchecked Sendable {
  /// Held by the one caller whose work is running.
  private let turn = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let round = Atomic<Int>(0)
  private let next = Atomic<Int>(0)
  private let busy = Atomic<Int>(0)
  private var helpers = 0
  private var threads = 0
  private var count = 0
  private var work: (any ParallelWork)?

  init() {
    pthread_mutex_init(turn, nil)
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wake, nil)
  }

  func run(count: Int, threads: Int, _ work: some ParallelWork) {
    pthread_mutex_lock(turn)
    defer { pthread_mutex_unlock(turn) }
    while helpers < threads - 1, start() {}
    pthread_mutex_lock(lock)
    self.work = work
    self.count = count
    self.threads = threads
    next.store(0, ordering: .relaxed)
    busy.store(helpers, ordering: .relaxed)
    round.add(1, ordering: .releasing)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(lock)
    take(worker: 0, work)
    var looks = 0
    while busy.load(ordering: .acquiring) > 0 {
      looks += 1
      // With more threads than cores, a helper may need this one.
      if looks % 256 == 0 { sched_yield() } else { dephn_pause() }
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
    let helper = Helper(pool: self, number: helpers + 1, seen: round.load(ordering: .relaxed))
    let argument = Unmanaged.passRetained(helper)
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Helper>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument.toOpaque())
    if failure != 0 {
      argument.release()
      return false
    }
    pthread_detach(thread)
    helpers += 1
    return true
  }

  /// A thread of the pool, which lives as long as the process.
  private final class Helper {
    let pool: ThreadPool
    let number: Int
    var seen: Int

    init(pool: ThreadPool, number: Int, seen: Int) {
      self.pool = pool
      self.number = number
      self.seen = seen
    }

    func run() {
      while true {
        wait()
        if number < pool.threads, let work = pool.work { pool.take(worker: number, work) }
        pool.busy.subtract(1, ordering: .releasing)
      }
    }

    /// Until there is a new round: awake for some 50 µs, the time between two phases or two steps,
    /// then asleep.
    private func wait() {
      var looks = 0
      while looks < 3000, pool.round.load(ordering: .acquiring) == seen {
        dephn_pause()
        looks += 1
      }
      pthread_mutex_lock(pool.lock)
      while pool.round.load(ordering: .acquiring) == seen {
        pthread_cond_wait(pool.wake, pool.lock)
      }
      seen = pool.round.load(ordering: .acquiring)
      pthread_mutex_unlock(pool.lock)
    }
  }
}
