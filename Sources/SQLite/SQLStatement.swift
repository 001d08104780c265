import CSQLite

/// A value that SQLite computes with.
package enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int)
  case real(Double)
  case text(String)
}

/// A statement of SQL that was compiled.
package struct SQLStatement: ~Copyable {
  private let statement: OpaquePointer?
  private let database: SQLDatabase
  /// Whether more than blanks and comments stands behind the statement.
  package let hasMore: Bool

  init(_ text: String, in database: SQLDatabase) throws(SQLError) {
    var statement: OpaquePointer?
    var rest = ""
    let status = text.withCString { start in
      var tail: UnsafePointer<CChar>?
      let status = sqlite3_prepare_v2(database.handle, start, -1, &statement, &tail)
      rest = tail.map { String(cString: $0) } ?? ""
      return status
    }
    guard status == SQLITE_OK else { throw SQLError(of: database.handle) }
    self.statement = statement
    self.database = database
    hasMore = rest.contains { !$0.isWhitespace && $0 != ";" }
  }

  deinit { sqlite3_finalize(statement) }

  /// Whether it begins with EXPLAIN, and so describes another statement.
  package var explains: Bool { sqlite3_stmt_isexplain(statement) != 0 }

  /// Whether the text held no statement at all.
  package var isEmpty: Bool { statement == nil }

  /// Values for the `?` of the text, in their order.
  package func bind(_ values: [SQLValue]) throws(SQLError) {
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let status =
        switch value {
        case .null: sqlite3_bind_null(statement, position)
        case .integer(let number): sqlite3_bind_int64(statement, position, Int64(number))
        case .real(let number): sqlite3_bind_double(statement, position, number)
        case .text(let text):
          text.withSQLiteBytes {
            sqlite3_bind_text64(
              statement, position, $0, UInt64($1), copiesText, UInt8(SQLITE_UTF8))
          }
        }
      if status != SQLITE_OK { throw SQLError(of: database.handle) }
    }
  }

  /// Goes to the next row; false if there is none.
  package func step() throws(SQLError) -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw SQLError(of: database.handle)
    }
  }

  /// The names of the columns of a row.
  package var columnNames: [String] {
    (0..<sqlite3_column_count(statement)).map { column in
      sqlite3_column_name(statement, column).map { String(cString: $0) } ?? ""
    }
  }

  /// A value of the row.
  package func value(_ column: Int) -> SQLValue {
    let index = Int32(column)
    switch sqlite3_column_type(statement, index) {
    case SQLITE_NULL: return .null
    case SQLITE_INTEGER: return .integer(integer(column))
    case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, index))
    default: return .text(text(column))
    }
  }

  /// A value of the row as a whole number.
  package func integer(_ column: Int) -> Int {
    Int(sqlite3_column_int64(statement, Int32(column)))
  }

  /// A value of the row as text.
  package func text(_ column: Int) -> String {
    guard let start = sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}

/// SQLite copies a text before the call returns: SQLITE_TRANSIENT, a macro that Swift lacks.
var copiesText: sqlite3_destructor_type {
  unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}

extension String {
  /// The text's bytes and how many they are, for a call of SQLite.
  func withSQLiteBytes<Result>(_ body: (UnsafePointer<CChar>, Int) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        var empty: CChar = 0
        guard let start = characters.baseAddress else {
          return withUnsafePointer(to: &empty) { body($0, 0) }
        }
        return body(start, characters.count)
      }
    }
  }
}
