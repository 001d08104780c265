import ArgumentParser
import Display
import FoundationEssentials
import Runs
import System

/// Shows a run and follows it while it trains in another kernel.
struct AttachRun: Command {
  static let configuration = CommandConfiguration(
    commandName: "attach run",
    abstract: "Loss curve, state and log of a run, also while it trains.",
    discussion: "An interrupt stops the display; the run continues.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("attach run", "The newest run."),
    Example("attach run 1", "Run 1, from any notebook; `runs` lists the numbers."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Number of the run; the newest by default.") var number: Int?

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
      guard record.state == .running else { return Output(value: SessionValue([record.figure])) }
      for _ in 0..<25 {
        try session.interrupt.check()
        Thread.sleep(for: .milliseconds(20))
      }
      // A process that was killed leaves its journal as it is.
      if !record.isLocked { size = -1 }
    }
  }
}
