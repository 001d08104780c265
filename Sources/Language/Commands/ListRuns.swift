import ArgumentParser
import Display
import FoundationEssentials
import Runs

/// Lists the runs of training that were recorded.
struct ListRuns: Command {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Runs of training of all sessions, with their states.")
  static let group = CommandGroup.keep
  static let examples = [Example("runs", "A row a run, the newest first.")]
  static let makes: ValueKind? = .table

  func run(in session: Session) throws -> Output {
    let folder = try session.runsFolder()
    let numbers = folder.numbers
    let records = numbers.reversed().compactMap(folder.record)
    let keys = [
      ("run", "run"), ("model", "model"), ("kind", "kind"), ("data", "data"),
      ("epochs", "epochs"), ("state", "state"), ("best", "best validation loss"),
      ("weights", "weights"), ("when", "when"),
    ]
    let table = Table(
      title: "Runs · \(folder.path)",
      columns: keys.map { Table.Column(key: $0.0, header: $0.1) }, rows: records.map(Self.row),
      reading: Self.reading(records, damaged: numbers.count - records.count))
    return .show(.table(table))
  }

  private static func row(_ run: RunRecord) -> Table.Row {
    let weights = run.end?.digest.map { String($0.prefix(12)) }
    return Table.Row([
      .number(Double(run.number), .count), .text(run.start.model), .text(run.start.kind),
      .text(run.start.data), .text(run.epochsText), .text(run.stateText),
      run.bestText.map { .text($0) } ?? .missing, weights.map { .text($0) } ?? .missing,
      .text(run.time.ISO8601Format()),
    ])
  }

  private static func reading(_ records: [RunRecord], damaged: Int) -> String {
    let left = damaged > 0 ? ["The journals of \(damaged) more cannot be read."] : []
    let way: [String]
    if let run = records.first(where: \.isResumable) {
      way = ["`\(run.resumingLine)` goes on with run \(run.number)."]
    } else if records.isEmpty {
      way = damaged > 0 ? [] : ["None yet; `train m` makes one."]
    } else {
      way = ["`attach run` shows the newest."]
    }
    return (left + way).joined(separator: " ")
  }
}
