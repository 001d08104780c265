import Display
import Runs
import System
import Training

/// A training with its journal, which computes on whatever thread and shows nothing.
///
/// Unchecked: trainer and journal are used by one thread at a time, the one that trains.
struct RecordedTraining: @unchecked Sendable {
  /// How a training ended, and its epochs as rows.
  struct Ended: Sendable {
    let outcome: Result<TrainingOutcome, Complaint>
    let epochs: Table?
  }

  let trainer: Trainer
  let options: TrainingOptions
  /// nil if it is not recorded.
  let keeper: RunKeeper?
  /// The model's name.
  let name: String

  /// Trains to the end; `progress` is called after each step.
  func run(_ interrupt: Interrupt, progress: (TrainingProgress) -> Void) -> Ended {
    let before = trainer.history.epochs.count
    do throws(TrainingError) {
      let outcome = try trainer.train(
        options,
        progress: {
          keeper?.step($0)
          progress($0)
        }, endOfEpoch: { keeper?.endOfEpoch() }, interrupt: interrupt)
      keeper?.end(outcome.ending)
      return Ended(
        outcome: .success(outcome),
        epochs: try? EpochTable(trainer, after: before).table(interrupt))
    } catch {
      var complaint = Complaint(error)
      complaint.about = complaint.about ?? name
      keeper?.fail(complaint.sentence)
      return Ended(outcome: .failure(complaint), epochs: nil)
    }
  }
}
