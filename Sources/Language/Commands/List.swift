import ArgumentParser
import Display

/// Lists the names in the session.
struct List: Command {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Names in the session, with their size in memory.")
  static let group = CommandGroup.session
  static let examples = [Example("list", "One row per name.")]
  static let makes: ValueKind? = .table

  func run(in session: Session) -> Output {
    let rows = session.names.names.compactMap { name in
      session[name].map { value in
        Table.Row([
          .text(name), .text(value.kind.rawValue), .text(value.sentence),
          .number(Double(value.bytes) / 1e6, .fixed(1)),
        ])
      }
    }
    let columns = [
      Table.Column(key: "name", header: "name"), Table.Column(key: "kind", header: "kind"),
      Table.Column(key: "what", header: "what"), Table.Column(key: "megabytes", header: "MB"),
    ]
    let count = rows.count == 1 ? "1 name" : "\(rows.count) names"
    let table = Table(
      title: "Session · \(count)", columns: columns, rows: rows,
      reading: rows.isEmpty ? "Nothing yet: \(ValueKind.data.maker)" : nil, maximumRows: nil)
    return .show(.table(table))
  }
}
