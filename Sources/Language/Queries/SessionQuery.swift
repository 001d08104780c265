import Display
import SQLite
import System

/// A query of SQL over what a session holds.
///
/// Tables are read where they are: a query takes memory for its result, and where it groups or sorts
/// for what it needs of its rows.
struct SessionQuery {
  /// Rows that a result may have.
  static let mostRows = 1_000_000

  private let session: Session
  /// Tables and plots as rows, by name.
  private let tables: [(name: String, rows: Table)]

  init(_ session: Session) {
    self.session = session
    tables = session.names.names.compactMap { name in
      if case .shown(_, let rows) = session[name] { (name, rows) } else { nil }
    }
  }

  /// The rows of a query.
  ///
  /// SQLite sorts a million rows in one step, which no interrupt ends: such a query is left alone and ends later.
  ///
  /// - Throws: `Complaint`; `CancellationError` after an interrupt.
  func table(of query: String) throws -> Table {
    let known = tables + (query.lowercased().contains("runs") ? runs : [])
    let stop = InterruptFlag()
    defer { stop.raise() }
    do {
      let work = BackgroundWork {
        Result { try TablesQuery(tables: known, interrupt: stop.interrupt).result(of: query) }
      }
      return try work.wait(session.interrupt).get()
    } catch let error as SQLError {
      throw SQLComplaint(query, tables: tables + runs, names: session.names).complaint(error)
    }
  }

  /// The table of runs with its name, if runs are recorded.
  private var runs: [(name: String, rows: Table)] {
    guard let table = try? RunsTable(in: session).table else { return [] }
    return [("runs", table)]
  }
}

/// A query over tables, on any thread.
private struct TablesQuery: Sendable {
  let tables: [(name: String, rows: Table)]
  let interrupt: Interrupt

  func result(of query: String) throws -> Table {
    let database = try SQLDatabase(path: ":memory:")
    for (name, rows) in tables { try database.offer(name) { TableRows(rows) } }
    try database.workInMemory()
    database.allowReadingOnly()
    database.watch(interrupt)
    let statement = try database.prepare(query)
    if statement.isEmpty { throw SQLError("incomplete input") }
    if statement.explains { throw SQLError("not authorized") }
    if statement.hasMore { throw SQLError("more than one statement") }
    let names = statement.columnNames
    let formats = names.map(format)
    var rows: [Table.Row] = []
    while try statement.step() {
      if rows.count == SessionQuery.mostRows { throw SQLError("too many rows") }
      rows.append(
        Table.Row(names.indices.map { Self.cell(statement.value($0), formats[$0]) }))
    }
    // A statement of many lines is above the table already, in its cell.
    let words = query.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return Table(
      title: words.cut(to: Self.longestTitle), columns: Self.columns(names), rows: rows)
  }

  private static let longestTitle = 72

  /// Keys that are all different, as commands want them.
  private static func columns(_ names: [String]) -> [Table.Column] {
    var seen: Set<String> = []
    return names.map { name in
      var key = name
      var number = 2
      while !seen.insert(key).inserted {
        key = "\(name)\(number)"
        number += 1
      }
      return Table.Column(key: key, header: key)
    }
  }

  private static func cell(_ value: SQLValue, _ format: NumberFormat?) -> Table.Cell {
    switch value {
    case .null: .missing
    case .integer(let number): .number(Double(number), format ?? .count)
    case .real(let number):
      .number(number, format == .count ? .significant(4) : format ?? .significant(4))
    case .text(let text): .text(text)
    }
  }

  /// How numbers of a column of this name are written in the tables here.
  private func format(of key: String) -> NumberFormat? {
    for (_, rows) in tables {
      guard let index = rows.index(ofColumn: key) else { continue }
      for row in rows.rows {
        if case .number(_, let format) = row.cells[index] { return format }
        if case .share = row.cells[index] { return .percent(1) }
      }
    }
    return nil
  }
}

/// A table of ours as SQLite reads it.
private final class TableRows: SQLRows {
  private let rows: [Table.Row]
  let columns: [String]

  init(_ table: Table) {
    rows = table.rows
    columns = table.columns.map(\.key)
  }

  var rowCount: Int { rows.count }

  /// A count is a whole number, every other number a real one, so that 1 / 2 is 0.5 of figures.
  func value(row: Int, column: Int) -> SQLValue {
    switch rows[row].cells[column] {
    case .text(let text): .text(text)
    case .number(let value, .count): Int(exactly: value).map { .integer($0) } ?? .real(value)
    case let cell: cell.value.map { .real($0) } ?? .null
    }
  }
}
