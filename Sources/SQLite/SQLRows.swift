import CSQLite

/// Rows that queries read where they are.
package protocol SQLRows: AnyObject {
  /// Names of the columns.
  var columns: [String] { get }

  /// How many rows there are.
  var rowCount: Int { get }

  /// The value of a row in a column, both counted from 0.
  func value(row: Int, column: Int) -> SQLValue
}

/// The rows behind a table's name; made when a query first names it.
final class RowsSource {
  private let make: () -> any SQLRows
  lazy var rows: any SQLRows = make()

  init(_ rows: @escaping () -> any SQLRows) { make = rows }

  /// What SQLite calls the columns; of equal names, which it does not allow, later ones get a number.
  var declaration: String {
    var seen: Set<String> = []
    let names = rows.columns.map { column in
      var name = column
      var number = 2
      while !seen.insert(name.lowercased()).inserted {
        name = "\(column)_\(number)"
        number += 1
      }
      return "\""
        + name.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\""
    }
    return "CREATE TABLE x(\(names.isEmpty ? "nothing" : names.joined(separator: ", ")))"
  }
}

/// SQLite's interface to virtual tables, over `SQLRows`: a full scan, in order.
///
/// The tables are eponymous: a query finds them by the module's name, and none is created.
enum RowsModule {
  /// What SQLite holds of a table; its own part must come first.
  private struct OpenTable {
    var base = sqlite3_vtab()
    let source: Unmanaged<RowsSource>
  }

  /// What SQLite holds of a scan; its own part must come first.
  private struct Scan {
    var base = sqlite3_vtab_cursor()
    let source: Unmanaged<RowsSource>
    let count: Int
    let columns: Int32
    var row = 0
  }

  static var module: sqlite3_module {
    var module = sqlite3_module()
    module.xConnect = { handle, context, _, _, table, _ in
      guard let handle, let context, let table else { return SQLITE_ERROR }
      let source = Unmanaged<RowsSource>.fromOpaque(context)
      let status = sqlite3_declare_vtab(handle, source.takeUnretainedValue().declaration)
      if status != SQLITE_OK { return status }
      let opened = UnsafeMutablePointer<OpenTable>.allocate(capacity: 1)
      opened.initialize(to: OpenTable(source: source.retain()))
      table.pointee = UnsafeMutableRawPointer(opened).assumingMemoryBound(to: sqlite3_vtab.self)
      return SQLITE_OK
    }
    module.xDisconnect = { table in
      guard let table else { return SQLITE_OK }
      let opened = UnsafeMutableRawPointer(table).assumingMemoryBound(to: OpenTable.self)
      opened.pointee.source.release()
      opened.deinitialize(count: 1)
      opened.deallocate()
      return SQLITE_OK
    }
    module.xBestIndex = { _, plan in
      plan?.pointee.estimatedCost = 1e6
      return SQLITE_OK
    }
    module.xOpen = { table, cursor in
      guard let table, let cursor else { return SQLITE_ERROR }
      let source = UnsafeMutableRawPointer(table).assumingMemoryBound(to: OpenTable.self)
        .pointee.source
      let scan = UnsafeMutablePointer<Scan>.allocate(capacity: 1)
      let rows = source.takeUnretainedValue().rows
      scan.initialize(
        to: Scan(source: source, count: rows.rowCount, columns: Int32(rows.columns.count)))
      cursor.pointee = UnsafeMutableRawPointer(scan)
        .assumingMemoryBound(to: sqlite3_vtab_cursor.self)
      return SQLITE_OK
    }
    module.xClose = { cursor in
      RowsModule.opened(cursor)?.deinitialize(count: 1)
      RowsModule.opened(cursor)?.deallocate()
      return SQLITE_OK
    }
    addReading(to: &module)
    return module
  }

  /// The functions that go through the rows.
  private static func addReading(to module: inout sqlite3_module) {
    module.xFilter = { cursor, _, _, _, _ in
      RowsModule.opened(cursor)?.pointee.row = 0
      return SQLITE_OK
    }
    module.xNext = { cursor in
      RowsModule.opened(cursor)?.pointee.row += 1
      return SQLITE_OK
    }
    module.xEof = { cursor in
      guard let scan = RowsModule.opened(cursor) else { return 1 }
      return scan.pointee.row >= scan.pointee.count ? 1 : 0
    }
    module.xRowid = { cursor, number in
      number?.pointee = sqlite3_int64(RowsModule.opened(cursor)?.pointee.row ?? 0)
      return SQLITE_OK
    }
    module.xColumn = { cursor, context, column in
      guard let scan = RowsModule.opened(cursor) else { return SQLITE_ERROR }
      // A table without columns is declared with one.
      guard column < scan.pointee.columns else { return SQLITE_OK }
      let value = scan.pointee.source._withUnsafeGuaranteedRef {
        $0.rows.value(row: scan.pointee.row, column: Int(column))
      }
      switch value {
      case .null: sqlite3_result_null(context)
      case .integer(let number): sqlite3_result_int64(context, sqlite3_int64(number))
      case .real(let number): sqlite3_result_double(context, number)
      case .text(let text):
        text.withSQLiteBytes {
          sqlite3_result_text64(context, $0, UInt64($1), copiesText, UInt8(SQLITE_UTF8))
        }
      }
      return SQLITE_OK
    }
  }

  private static func opened(
    _ cursor: UnsafeMutablePointer<sqlite3_vtab_cursor>?
  ) -> UnsafeMutablePointer<Scan>? {
    cursor.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Scan.self) }
  }
}
