import FoundationEssentials
import Options
import Runs
import Testing
import Training

/// The journal of a run recorded by version 0.1.0; see `Tests/Saved/README.md`.
@Test func journalOfTheFirstVersionOpens() throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "runs-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  let saved = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Saved/interrupted-run.jsonl")
  let journal = URL(filePath: RunsFolder(folder.path).files(of: 1).journal)
  try FileManager.default.createDirectory(
    at: journal.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(contentsOf: saved).write(to: journal)

  let record = try #require(RunsFolder(folder.path).record(of: 1))
  #expect(record.state == .ended(.interrupted) && record.epochsMade == 19)
  #expect(
    try record.start.training
      == OptionParser.parse(
        TrainingOptions.self,
        [
          "--epochs", "60", "--batch-size", "400", "--optimizer", "adamw", "--weight-decay",
          "0.125", "--schedule", "exponential", "--decay", "0.5", "--decay-steps", "40",
          "--warmup-steps", "3", "--task-weights", "dwa", "--sample-space", "conversion=click",
          "--early-stop-patience", "59", "--embedding-update", "lazy", "--clip-norm", "2.5",
          "--learning-rate", "0.002", "--seed", "18446744073709551615",
        ]))
}
