import ArgumentParser
import Numbers
import Options

/// Says or sets how many threads compute.
struct ThreadsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "threads",
    abstract: "How many threads compute; results do not depend on it.")
  static let group = CommandGroup.keep
  static let examples = [Example("threads", "Says it."), Example("threads 2", "Sets it.")]

  @Argument(help: "How many from now on, 1 to 64.") var count: Int?

  func validate() throws {
    try Bounds(1...Threads.limit).check("count", count)
  }

  func run(in session: Session) -> Output {
    if let count { Threads.count = count }
    return .say(Threads.count == 1 ? "1 thread computes." : "\(Threads.count) threads compute.")
  }
}
