import ArgumentParser
import Display
import FoundationEssentials
import Runs

/// Lists the recorded training runs.
struct ListRuns: Command {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Training runs of all sessions, with their state.")
  static let group = CommandGroup.session
  static let examples = [Example("runs", "One row per run, newest first.")]
  static let makes: ValueKind? = .table

  func run(in session: Session) throws -> Output { .show(.table(try Self.table(in: session))) }

  /// All runs, the newest first.
  static func table(in session: Session) throws -> Table {
    let folder = try session.runsFolder()
    let numbers = folder.numbers
    let records = numbers.reversed().compactMap(folder.record)
    let keys = [
      ("run", "run"), ("model", "model"), ("kind", "kind"), ("data", "data"),
      ("epochs", "epochs"), ("state", "state"), ("best", "best validation loss"),
      ("weights", "weights"), ("when", "when"),
    ]
    return Table(
      title: "Runs · \(folder.path)",
      columns: keys.map { Table.Column(key: $0.0, header: $0.1) }, rows: records.map(row),
      reading: reading(records, damaged: numbers.count - records.count))
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
    let left = damaged > 0 ? ["Journals that cannot be read: \(damaged)."] : []
    let way: [String]
    if let run = records.first(where: \.isResumable) {
      way = ["`\(run.resumingLine)` continues run \(run.number)."]
    } else if records.isEmpty {
      way = damaged > 0 ? [] : ["No runs yet: `train m` starts one."]
    } else {
      way = ["`attach run` shows the newest."]
    }
    return (left + way).joined(separator: " ")
  }
}
