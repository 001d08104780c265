import ArgumentParser
import Display

/// Lists the recorded training runs.
struct ListRuns: Command {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Training runs of all sessions: state, results and options.",
    discussion: """
      Shown are the options that differ among the rows. Every option and every task's validation
      figures are columns, for `--columns`, `--where`, `--sort` and for `sql`.
      """)
  static let group = CommandGroup.session
  static let examples = [
    Example("runs", "One row per run, newest first."),
    Example(
      "runs --kind mmoe --columns learning-rate num-experts best --sort best",
      "Some columns of the runs of one kind, in order."),
  ]
  static let makes: ValueKind? = .table

  @Option(help: "Only runs of this kind of model.") var kind: String?
  @Option(help: "Only runs on data of this source.") var data: String?
  @OptionGroup var selection: TableSelection

  func run(in session: Session) throws -> Output {
    var choice = selection
    choice.conditions += kind.map { ["kind=\($0)"] } ?? []
    choice.conditions += data.map { ["data=\($0)"] } ?? []
    if !choice.columns.isEmpty, !choice.columns.contains("run") {
      choice.columns.insert("run", at: 0)
    }
    let runs = try RunsTable(in: session)
    var table = try choice.applied(to: runs.table, by: "runs")
    let sentences = [table.reading, runs.reading(of: table)].compactMap { $0 }
    table.reading = sentences.filter { !$0.isEmpty }.joined(separator: " ")
    return .show(.table(choice.columns.isEmpty ? RunsTable.overview(of: table) : table))
  }
}
