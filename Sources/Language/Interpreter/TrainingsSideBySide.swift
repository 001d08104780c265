import Numbers
import System
import Training

/// Trainings that run side by side, as many as there are threads, each on a thread of its own.
///
/// What they compute, record and show is what they would one after another: a model's bits do not depend
/// on its number of threads, runs are numbered in order, and the line of a training appears when those
/// before it have ended.
struct TrainingsSideBySide<Value: Sendable> {
  /// What there is to do for one of the values.
  enum Task {
    /// Nothing: it is known.
    case known(Value)
    case train(ObservedTraining, TrainingOptions)
  }

  /// The values that came about, or the errors instead, and the interrupt that ended them all.
  struct Outcome {
    fileprivate(set) var values: [Result<Value, any Error>?]
    fileprivate(set) var interruption: Complaint?

    /// All values.
    ///
    /// - Throws: the first error.
    func get() throws -> [Value] {
      for case .failure(let error)? in values { throw error }
      if let interruption { throw interruption }
      return try values.compactMap { try $0?.get() }
    }

    /// The first values in rows of some length.
    ///
    /// - Throws: the first error among them.
    func rows(_ count: Int, of length: Int) throws -> [[Value]] {
      try (0..<count).map { row in
        try values[row * length..<(row + 1) * length].compactMap { try $0?.get() }
      }
    }
  }

  private let session: Session
  private let isTimed: Bool
  private let endsAtError: Bool
  private let task: (Int) throws -> Task
  private let measure: @Sendable (Trainer, Interrupt) throws -> Value
  /// Raised to end those that train beside one that failed.
  private let stop = InterruptFlag()
  private var outcome: Outcome
  /// The index that is looked at next.
  private var next = 0
  /// The training that starts as soon as there is memory for it.
  private var waiting: (index: Int, training: ObservedTraining, options: TrainingOptions)?
  /// Those that train, in order.
  private var running: [Running] = []

  private struct Running {
    let index: Int
    let training: ObservedTraining
    let recorded: RecordedTraining
    let line: ProgressLine
    let work: BackgroundWork<(ended: RecordedTraining.Ended, value: Result<Value, any Error>)>
    /// How far it is.
    let progress: Lock<TrainingProgress?>
    /// The bytes that it needs at most.
    let memory: Int
  }

  /// Trainings for `count` values, none of which has begun.
  ///
  /// `task` says what there is to do for each index, on this thread and in order; `measure` computes a value
  /// from a trained model, on its own thread. With `isTimed` they run one after another, as their times would
  /// be those of a part of the machine. With `endsAtError` an error ends those that come after it.
  init(
    over count: Int, in session: Session, isTimed: Bool = false, endsAtError: Bool = false,
    task: @escaping (Int) throws -> Task,
    measure: @escaping @Sendable (Trainer, Interrupt) throws -> Value
  ) {
    self.session = session
    self.isTimed = isTimed
    self.endsAtError = endsAtError
    self.task = task
    self.measure = measure
    outcome = Outcome(values: Array(repeating: nil, count: count))
  }

  /// Trains all; after an interrupt, those that had ended count.
  mutating func run() -> Outcome {
    while next < outcome.values.count || waiting != nil || !running.isEmpty {
      while hasRoom, startNext() {}
      finishThoseThatEnded()
      if !running.isEmpty { Thread.sleep(for: .milliseconds(5)) }
    }
    return outcome
  }

  /// Whether one more may train: a thread is free, and not too many have ended that keep their memory until
  /// those before them have ended, too.
  private var hasRoom: Bool {
    let most = isTimed ? 1 : Threads.count
    return running.count { $0.work.result == nil } < most && running.count < 2 * most
  }

  /// Goes on to the next index; false if there is none, or it has to wait for memory.
  private mutating func startNext() -> Bool {
    if waiting == nil {
      guard next < outcome.values.count else { return false }
      next += 1
      prepare(next - 1)
    }
    guard let (index, training, options) = waiting else { return true }
    let memory = training.memory(options)
    guard running.isEmpty || hasMemory(for: memory) else { return false }
    waiting = nil
    do {
      try training.check(options)
      let recorded = training.recorded(options)
      let progress = Lock<TrainingProgress?>(nil)
      running.append(
        Running(
          index: index, training: training, recorded: recorded, line: training.line(options),
          work: work(recorded, progress), progress: progress, memory: memory))
    } catch { fail(index, error) }
    return true
  }

  /// A training on a thread of its own, and what is measured of it.
  private func work(
    _ training: RecordedTraining, _ progress: Lock<TrainingProgress?>
  ) -> BackgroundWork<(ended: RecordedTraining.Ended, value: Result<Value, any Error>)> {
    let interrupt = Interrupt { [stop, interrupt = session.interrupt] in
      stop.isRaised || interrupt.isRequested
    }
    return BackgroundWork { [measure] in
      Threads.aside {
        let ended = training.run(interrupt) { step in progress.withLock { $0 = step } }
        let value = Result {
          if try ended.outcome.get().ending == .interrupted { throw CancellationError() }
          return try measure(training.trainer, interrupt)
        }
        return (ended, value)
      }
    }
  }

  /// Whether all that train and one more fit into half of the memory that is left.
  ///
  /// Those that train may not have taken theirs yet.
  private func hasMemory(for one: Int) -> Bool {
    guard let available = MachineMemory.available else { return true }
    return running.reduce(one) { $0 + $1.memory } <= available / 2
  }

  /// Makes what is to be trained for an index, if anything is.
  private mutating func prepare(_ index: Int) {
    do {
      try session.interrupt.check()
      switch try task(index) {
      case .known(let value): outcome.values[index] = .success(value)
      case .train(let training, let options): waiting = (index, training, options)
      }
    } catch { fail(index, error) }
  }

  /// Takes the results of trainings in their order, and shows how far the first is that goes on.
  private mutating func finishThoseThatEnded() {
    while let first = running.first {
      guard let (ended, value) = first.work.result else { return show(first) }
      running.removeFirst()
      // One after another, they would not have begun.
      if stop.isRaised { continue }
      do {
        try first.training.finish(first.recorded, first.line, ended)
        outcome.values[first.index] = .success(try value.get())
      } catch {
        fail(first.index, error)
        if endsAtError { stop.raise() }
      }
    }
  }

  private func show(_ first: Running) {
    guard !stop.isRaised, let progress = first.progress.withLock({ $0 }) else { return }
    let others = running.count { $0.work.result == nil } - 1
    first.line.show(
      first.training.state(progress) + (others > 0 ? " · \(others) more beside it" : ""))
  }

  private mutating func fail(_ index: Int, _ error: any Error) {
    let complaint = Complaint(error)
    let isInterrupted = complaint.kind == .interrupted
    if isInterrupted {
      outcome.interruption = outcome.interruption ?? complaint
    } else {
      outcome.values[index] = .failure(error)
    }
    if isInterrupted || endsAtError { (next, waiting) = (outcome.values.count, nil) }
  }
}
