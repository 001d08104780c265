import ArgumentParser
import Display
import Numbers
import Options

/// Shows or sets the number of threads.
struct ThreadsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "threads",
    abstract: "Shows or sets the number of threads; results do not depend on it.")
  static let group = CommandGroup.session
  static let examples = [
    Example("threads", "Shows the number."), Example("threads 2", "Uses two threads."),
  ]

  @Argument(help: "Number of threads from now on, 1 to 64.") var count: Int?

  func validate() throws {
    try Bounds(1...Threads.limit).check("count", count)
  }

  func run(in session: Session) -> Output {
    if let count { Threads.count = count }
    return .say("Computing with \(Phrase.count(Threads.count, "thread")).")
  }
}
