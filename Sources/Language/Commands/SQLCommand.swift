import ArgumentParser
import Display

/// Computes with tables of the session, in SQL.
struct SQLCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "sql", abstract: "A query over the session's tables and runs, in SQL.",
    discussion: """
      Every table and plot is a table of its name, and `runs` lists all runs. Names with dots or
      dashes stand in brackets: [auc.difference]. A query that is long continues after `\\` in another
      quoted word. SQLite runs it; nothing can be written.
      """)
  static let group = CommandGroup.inspect
  static let examples = [
    Example(
      "q = sql \"SELECT kind, avg(auc) AS auc FROM sweep GROUP BY kind ORDER BY auc DESC\"",
      "Mean AUC of each kind, the best first."),
    Example(
      "sql \"SELECT kind, task, [auc.deviation] FROM s WHERE [auc.deviation] > 0.001\"",
      "A column whose name has a dot."),
    Example(
      "sql \"SELECT model, task, auc - max(auc) OVER (PARTITION BY task) AS gap FROM t\"",
      "How far each model is from the best of its task."),
    Example(
      "sql \"SELECT r, model, max(auc) AS auc FROM sweep GROUP BY r\"",
      "The best model of each round."),
    Example(
      "sql \"SELECT kind, count(*) AS runs, max([when]) AS latest FROM runs GROUP BY kind\"",
      "Over the recorded runs."),
  ]
  static let makes: ValueKind? = .table

  @Argument(help: "A SELECT in quotes; several quoted words are joined.") var query: [String]

  var queries: [String] { [query.joined(separator: " ")] }

  func run(in session: Session) throws -> Output {
    .show(.table(try SessionQuery(session).table(of: query.joined(separator: " "))))
  }
}
