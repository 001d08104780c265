import Analysis
import ArgumentParser
import DataSets
import Options

/// Shows the first rows of a data set.
struct Head: Command {
  static let configuration = CommandConfiguration(
    commandName: "head", abstract: "First rows of a data set.")
  static let group = CommandGroup.data
  static let examples = [
    Example("head adult", "Five rows."),
    Example("head adult --rows 3 --split test", "The first three test rows."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "Data set to show.") var data: DataName
  @Option(help: "Number of rows, at most 20.") var rows = 5
  @Option(help: "Part of the data.") var split = Split.Part.train

  func validate() throws {
    try Bounds(1...20).check("rows", rows)
  }

  func run(in session: Session) throws -> Output {
    .show(try DataHead(session.data(data, for: "head"), part: split, count: rows).figure)
  }
}
