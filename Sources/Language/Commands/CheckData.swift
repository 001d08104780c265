import ArgumentParser
import DataSets
import Display

/// Looks a data set over.
struct CheckData: Command {
  static let configuration = CommandConfiguration(
    commandName: "check data",
    abstract: "Likely mistakes in a data set: leaks, copies, constant columns.")
  static let group = CommandGroup.data
  static let examples = [Example("check data adult", "All rows; `load` looks at a sample.")]
  static let makes: ValueKind? = .table

  @Argument(help: "Data set to look over.") var data: DataName

  func run(in session: Session) throws -> Output {
    let set = try session.data(data, for: "check data")
    let found = try DataCheck(set, interrupt: session.interrupt).suspicions
    let rows = found.map { suspicion in
      Table.Row([.text(suspicion.subject), .text(suspicion.sentence)])
    }
    return .show(
      .table(
        Table(
          title: "Check · \(set.source) · \(Phrase.count(found.count, "suspicion"))",
          columns: [
            Table.Column(key: "subject", header: "column"),
            Table.Column(key: "suspicion", header: "suspicion", wraps: true),
          ], rows: rows,
          reading: found.isEmpty ? "Nothing looks like a mistake." : nil, maximumRows: 200)))
  }
}
