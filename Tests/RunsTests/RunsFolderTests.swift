import ArgumentParser
import DataSets
import FoundationEssentials
import Models
import Runs
import Synchronization
import System
import Testing
import Training

/// A folder for runs that goes with its owner.
private final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
    .path
  var runs: RunsFolder { RunsFolder(path) }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

private func smallData() -> DataSet {
  let sizes = (0..<400).map { Float($0 % 20) / 10 - 1 }
  let numeric = NumericTransform(takesLogarithm: false, mean: 0, deviation: 1)
  return DataSet(
    source: "small",
    schema: Schema(
      features: [Feature(name: "size", kind: .numeric(numeric))],
      tasks: [Task(name: "a"), Task(name: "b")]),
    columns: [.numbers(raw: Values(sizes), transformed: Values(sizes))],
    labels: [sizes.map { $0 > 0 ? 1 : 0 }, sizes.map { $0 > 0.5 ? 1 : 0 }],
    split: Split(train: Array(0..<300), validation: Array(300..<350), test: Array(350..<400)),
    notes: [], fingerprint: "0123")
}

private func newTrainer() throws -> Trainer {
  let data = smallData()
  let kind = try #require(modelKinds.first { $0.name == "shared-bottom" })
  return Trainer(try Model(try kind.parse([]), schema: data.schema, seed: 4), data)
}

private func options(_ epochs: Int = 4) -> TrainingOptions {
  var options = TrainingOptions.standard
  (options.epochs, options.batchSize, options.seed) = (epochs, 50, 9)
  return options
}

private func recorder(
  _ trainer: Trainer, _ folder: RunsFolder, _ options: TrainingOptions, isOfLoop: Bool = false
) -> RunKeeper? {
  RunKeeper(trainer, in: folder, isOfLoop: isOfLoop) { number in
    RunStart(
      run: number, model: "m", kind: "shared-bottom", modelOptions: [], modelSeed: 4,
      data: "small", fingerprint: "0123", madeBy: "d = load small", tasks: ["a", "b"],
      training: options, version: "1", firstLayers: "table", process: 42, time: .now)
  }
}

/// Trains as a session does; `interrupted` after so many steps.
private func train(
  _ trainer: Trainer, _ keeper: RunKeeper, _ options: TrainingOptions, until steps: Int = .max
) throws {
  let made = Atomic(trainer.interrupted?.steps ?? 0)
  let outcome = try trainer.train(
    options,
    progress: {
      made.add(1, ordering: .relaxed)
      keeper.step($0)
    }, endOfEpoch: { keeper.endOfEpoch() },
    interrupt: Interrupt { made.load(ordering: .relaxed) >= steps })
  keeper.end(outcome.ending)
}

@Test func aRunThatFinishedLeavesItsJournal() throws {
  let folder = Folder()
  let trainer = try newTrainer()
  let keeper = try #require(recorder(trainer, folder.runs, options()))
  #expect(keeper.number == 1 && folder.runs.record(of: 1)?.state == .running)
  try train(trainer, keeper, options())
  let record = try #require(folder.runs.record(of: 1))
  #expect(record.state == .ended(.finished) && !record.isResumable)
  #expect(try record.end?.digest == trainer.model.digest())
  #expect(record.start.training == options() && record.start.fingerprint == "0123")
  #expect(record.epochsMade == 4 && record.epochsWanted == 4)
  #expect(record.best?.epoch == trainer.history.bestEpoch)
  let best = try #require(trainer.history.epochs.first { $0.number == record.best?.epoch })
  #expect(record.best?.loss == best.validation?.meanLoss)
  // The first epoch comes at once, the others when the run has ended.
  #expect(record.epochs.map(\.epoch) == [1, 2, 3, 4])
  #expect(record.epochs.first?.validation?.count == 2 && record.epochs.first?.step == 6)
  #expect(record.epochs.contains { $0.epoch == best.number } && record.epochs.last?.epoch == 4)
  #expect(record.epochs.map(\.epoch) == record.epochs.map(\.epoch).sorted())
}

@Test func anInterruptedRunGoesOnUnderItsNumber() throws {
  let folder = Folder()
  let unbroken = try newTrainer()
  _ = try unbroken.train(options())
  let trainer = try newTrainer()
  try train(trainer, try #require(recorder(trainer, folder.runs, options())), options(), until: 15)
  let record = try #require(folder.runs.record(of: 1))
  #expect(record.state == .ended(.interrupted) && record.isResumable && record.epochsMade == 2)
  #expect(try record.end?.digest == trainer.model.digest())

  // From the file, as another session does it.
  let bytes = try #require(FileManager.default.contents(atPath: record.files.checkpoint))
  let (model, fingerprint, state) = try Checkpoint.decode(Array(bytes))
  let other = Trainer(model, smallData(), savedFingerprint: fingerprint, state: state)
  other.runNumber = 1
  let second = try #require(recorder(other, folder.runs, options()))
  #expect(second.number == 1 && folder.runs.record(of: 1)?.state == .running)
  // Meanwhile nobody else goes on with it: the first session's run gets a number of its own.
  #expect(recorder(trainer, folder.runs, options())?.number == 2)
  try train(other, second, options())
  let ended = try #require(folder.runs.record(of: 1))
  #expect(ended.state == .ended(.finished) && ended.epochsMade == 4 && !ended.isResumable)
  #expect(ended.resumptions.map(\.step) == [15] && ended.resumptions.map(\.epoch) == [2])
  #expect(try ended.end?.digest == unbroken.model.digest())
}

/// A process that dies drops its lock, and writes no end; half a line stays behind.
@Test func aRunThatDiedIsToldOnce() throws {
  let folder = Folder()
  var dead = recorder(try newTrainer(), folder.runs, options())
  #expect(folder.runs.diedUntold.isEmpty && dead?.number == 1)
  dead = nil
  let journal = folder.runs.files(of: 1).journal
  let whole = try String(contentsOf: URL(filePath: journal), encoding: .utf8)
  try (whole + #"{"event":"epoch","epo"#).write(
    to: URL(filePath: journal), atomically: false, encoding: .utf8)
  let died = folder.runs.diedUntold
  #expect(died.map(\.number) == [1] && died.first?.state == .died)
  folder.runs.tell(died)
  #expect(folder.runs.diedUntold.isEmpty && folder.runs.record(of: 1)?.state == .died)
}

@Test func aFailedRunTellsItsReason() throws {
  let folder = Folder()
  try #require(recorder(try newTrainer(), folder.runs, options())).fail("The loss is no number.")
  let record = try #require(folder.runs.record(of: 1))
  #expect(record.state == .ended(.failed) && record.end?.reason == "The loss is no number.")
}

@Test func aFolderThatCannotBeMadeGivesNone() throws {
  let folder = Folder()
  try "".write(to: URL(filePath: folder.path), atomically: false, encoding: .utf8)
  #expect(recorder(try newTrainer(), RunsFolder(folder.path + "/runs"), options()) == nil)
  #expect(folder.runs.numbers.isEmpty && folder.runs.record(of: 1) == nil)
}

/// Eight threads at once, as kernels do.
@Test func everyRunHasANumberOfItsOwn() async throws {
  let folder = Folder()
  let runs = folder.runs
  let numbers = try await withThrowingTaskGroup(of: [Int].self) { group in
    for _ in 0..<8 {
      group.addTask {
        let keepers = try (0..<5).compactMap { _ in recorder(try newTrainer(), runs, options()) }
        return keepers.map(\.number)
      }
    }
    return try await group.reduce(into: []) { $0 += $1 }
  }
  #expect(numbers.sorted() == Array(1...40))
}

@Test func theLastHundredAreKept() throws {
  let folder = Folder()
  let first = try #require(recorder(try newTrainer(), folder.runs, options()))
  for _ in 0..<104 { _ = recorder(try newTrainer(), folder.runs, options()) }
  // The first is still running.
  #expect(folder.runs.numbers == [1] + Array(6...105))
  #expect(first.number == 1)
}

@Test func aFinishedRunLeavesItsModel() throws {
  let folder = Folder()
  let trainer = try newTrainer()
  try train(trainer, try #require(recorder(trainer, folder.runs, options())), options())
  let record = try #require(folder.runs.record(of: 1))
  #expect(record.hasModel)
  let bytes = try #require(FileManager.default.contents(atPath: record.files.model))
  let (model, fingerprint, state) = try Checkpoint.decode(Array(bytes))
  #expect(try model.digest() == trainer.model.digest())
  #expect(fingerprint == "0123" && state == nil)
}

/// Of a hundred runs and more, those of loops go first, and kept ones never.
@Test func olderWorkStaysBesideASweep() throws {
  let folder = Folder()
  let trainer = try newTrainer()
  for number in 1...RunsFolder.mostRuns {
    try #require(recorder(trainer, folder.runs, options(), isOfLoop: number > 3)).fail("over")
    trainer.runNumber = nil
  }
  try folder.runs.keep(4)
  for _ in 1...2 {
    try #require(recorder(trainer, folder.runs, options(), isOfLoop: true)).fail("over")
  }
  #expect(folder.runs.numbers == [1, 2, 3, 4] + Array(7...102))
  try #require(recorder(trainer, folder.runs, options())).fail("over")
  #expect(folder.runs.numbers == [1, 2, 3, 4] + Array(8...103))
  #expect(folder.runs.remove(1) && !folder.runs.numbers.contains(1))
  try folder.runs.keep(4, false)
  #expect(folder.runs.record(of: 4)?.files.isKept == false)
}

/// The first line alone, however long it is, and nothing of a journal whose beginning is damaged.
@Test(arguments: [10, 5_000, 90_000]) func theFirstLineIsReadAlone(length: Int) throws {
  let folder = Folder()
  let made = String(repeating: "x", count: length)
  let keeper = RunKeeper(try newTrainer(), in: folder.runs) { number in
    RunStart(
      run: number, model: "m", kind: "shared-bottom", modelOptions: [], modelSeed: 4,
      data: "small", fingerprint: "0123", madeBy: made, tasks: ["a", "b"], training: options(),
      version: "1", firstLayers: "table", process: 42, time: .now)
  }
  try #require(keeper).fail("over")
  let line = try #require(folder.runs.start(of: 1))
  #expect(line.madeBy == made && line.training == options())
  #expect(folder.runs.start(of: 2) == nil)
  try "{\n{}\n".write(
    to: URL(filePath: folder.runs.files(of: 1).journal), atomically: false, encoding: .utf8)
  #expect(folder.runs.start(of: 1) == nil)
}

/// Of very many epochs all of the first ones are recorded, then the best and the newest at each writing.
@Test func thousandsOfEpochsAreThinned() throws {
  let folder = Folder()
  let trainer = try newTrainer()
  var many = options(2_200)
  many.batchSize = 300
  try train(trainer, try #require(recorder(trainer, folder.runs, many)), many)
  let epochs = try #require(folder.runs.record(of: 1)).epochs.map(\.epoch)
  #expect(Array(epochs.prefix(2_000)) == Array(1...2_000) && epochs.last == 2_200)
  #expect(epochs.contains(try #require(trainer.history.bestEpoch)))
  #expect(epochs.count < 2_200 && epochs == epochs.sorted())
}
