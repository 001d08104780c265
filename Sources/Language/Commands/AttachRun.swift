import ArgumentParser
import Display
import FoundationEssentials
import Runs
import System

/// Shows a run, and follows it as long as it goes on in another kernel.
struct AttachRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "attach run", abstract: "Curve, state and log of a run, also while it goes on.",
    discussion: "An interrupt ends the showing, not the run.")
  static let group = CommandGroup.look
  static let examples = [
    Example("attach run", "The newest."),
    Example("attach run 1", "That one, from any notebook; `runs` lists the numbers."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Number of the run; without it the newest.") var number: Int?

  func run(in session: Session) throws -> Output {
    var record = try session.run(number)
    if record.state != .running { return .show(record.figure) }
    let displayID = UUID().uuidString
    var size = -1
    while true {
      if record.files.journalSize != size {
        size = record.files.journalSize
        record = try session.run(record.number)
        session.sink.update(record.figure, displayID: displayID)
      }
      guard record.state == .running else { return Output(value: SessionValue(record.figure)) }
      for _ in 0..<25 {
        try session.interrupt.check()
        Thread.sleep(for: .milliseconds(20))
      }
      // A process that dies adds nothing to its journal.
      if !record.isLocked { size = -1 }
    }
  }
}
