import CSQLite

/// The cells of all sessions, in a SQLite file that kernels share or in memory.
///
/// One thread at a time may use it.
final class HistoryDatabase {
  /// The number of this session: one more than the last that any kernel has begun in the file.
  let session: Int
  private let handle: OpaquePointer

  static let schemaVersion = 1
  /// How long a call waits for another kernel that writes, in milliseconds.
  private static let patience: Int32 = 1000

  /// Opens or makes the file at `path` (`:memory:`: none) and begins a session in it.
  ///
  /// Writes go to a log beside the file (WAL), so that kernels read while one of them writes and
  /// what was written survives the end of the process.
  init(
    path: String, schemaVersion: Int = HistoryDatabase.schemaVersion
  ) throws(HistoryError) {
    handle = try Self.open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    do throws(HistoryError) {
      session = try Self.beginSession(handle, schemaVersion)
    } catch {
      sqlite3_close_v2(handle)
      throw error
    }
  }

  /// Why the file at `path`, which is there, cannot be used; nil if it can.
  ///
  /// Leaves the file as it is.
  static func problem(ofFileAt path: String) -> HistoryError? {
    do throws(HistoryError) {
      let handle = try open(path, SQLITE_OPEN_READWRITE)
      defer { sqlite3_close_v2(handle) }
      try checkVersion(handle, schemaVersion)
      for text in ["BEGIN IMMEDIATE", "ROLLBACK"] { _ = try SQLStatement(text, in: handle).step() }
      return nil
    } catch {
      return error
    }
  }

  private static func open(_ path: String, _ flags: Int32) throws(HistoryError) -> OpaquePointer {
    var handle: OpaquePointer?
    let status = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_FULLMUTEX, nil)
    guard let handle else { throw HistoryError("there is no memory for it") }
    if status != SQLITE_OK {
      defer { sqlite3_close_v2(handle) }
      throw HistoryError(of: handle)
    }
    sqlite3_busy_timeout(handle, patience)
    return handle
  }

  deinit { sqlite3_close_v2(handle) }

  func append(_ code: String, number: Int) throws(HistoryError) {
    let statement = try SQLStatement("INSERT OR REPLACE INTO cells VALUES (?, ?, ?)", in: handle)
    try statement.bind([.integer(session), .integer(number), .text(code)])
    _ = try statement.step()
  }

  /// The last `count` cells of all sessions, the oldest first.
  func tail(_ count: Int) throws(HistoryError) -> [HistoryEntry] {
    try entries(
      """
      SELECT * FROM (SELECT * FROM cells ORDER BY session DESC, number DESC LIMIT ?)
      ORDER BY session, number
      """, [.integer(count)])
  }

  /// The cells of a session with numbers from `start` up to, but not with, `stop`.
  func range(session: Int, from start: Int, to stop: Int) throws(HistoryError) -> [HistoryEntry] {
    try entries(
      "SELECT * FROM cells WHERE session = ? AND number >= ? AND number < ? ORDER BY number",
      [.integer(session), .integer(start), .integer(stop)])
  }

  /// The last `count` cells that fit a glob pattern; with `isUnique` the latest of equal ones.
  func search(
    _ pattern: String, count: Int, isUnique: Bool
  ) throws(HistoryError) -> [HistoryEntry] {
    try entries(
      """
      WITH hits AS (
        SELECT *, row_number() OVER (PARTITION BY code ORDER BY session DESC, number DESC) AS age
        FROM cells WHERE code GLOB ?1)
      SELECT * FROM (
        SELECT session, number, code FROM hits WHERE age = 1 OR NOT ?3
        ORDER BY session DESC, number DESC LIMIT ?2)
      ORDER BY session, number
      """, [.text(pattern), .integer(count), .integer(isUnique ? 1 : 0)])
  }

  private func entries(
    _ query: String, _ values: [SQLStatement.Value]
  ) throws(HistoryError) -> [HistoryEntry] {
    let statement = try SQLStatement(query, in: handle)
    try statement.bind(values)
    var entries: [HistoryEntry] = []
    while try statement.step() {
      entries.append(
        HistoryEntry(
          session: statement.integer(0), number: statement.integer(1), code: statement.text(2)))
    }
    return entries
  }

  private static func beginSession(
    _ handle: OpaquePointer, _ schemaVersion: Int
  ) throws(HistoryError) -> Int {
    try checkVersion(handle, schemaVersion)
    for text in [
      "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "BEGIN IMMEDIATE",
      "CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT)",
      """
      CREATE TABLE IF NOT EXISTS cells
      (session INTEGER, number INTEGER, code TEXT NOT NULL, PRIMARY KEY (session, number))
      WITHOUT ROWID
      """,
      "PRAGMA user_version = \(schemaVersion)",
      "INSERT INTO sessions (start) VALUES (datetime('now'))", "COMMIT",
    ] {
      _ = try SQLStatement(text, in: handle).step()
    }
    return Int(sqlite3_last_insert_rowid(handle))
  }

  private static func checkVersion(
    _ handle: OpaquePointer, _ schemaVersion: Int
  ) throws(HistoryError) {
    let version = try SQLStatement("PRAGMA user_version", in: handle)
    _ = try version.step()
    guard (0...schemaVersion).contains(version.integer(0)) else {
      throw HistoryError("a later version of this program wrote it")
    }
  }
}

/// A cell that some session has run.
struct HistoryEntry: Sendable, Equatable {
  let session: Int
  let number: Int
  let code: String
}

/// Why the history cannot be used, as a part of a sentence.
struct HistoryError: Error, CustomStringConvertible {
  let description: String

  init(_ reason: String) { description = reason }

  init(of handle: OpaquePointer) { description = String(cString: sqlite3_errmsg(handle)) }
}

/// A statement of SQL that was compiled.
private struct SQLStatement: ~Copyable {
  enum Value {
    case integer(Int)
    case text(String)
  }

  private let statement: OpaquePointer?
  private let handle: OpaquePointer

  init(_ text: String, in handle: OpaquePointer) throws(HistoryError) {
    var statement: OpaquePointer?
    guard sqlite3_prepare_v2(handle, text, -1, &statement, nil) == SQLITE_OK else {
      throw HistoryError(of: handle)
    }
    self.statement = statement
    self.handle = handle
  }

  deinit { sqlite3_finalize(statement) }

  func bind(_ values: [Value]) throws(HistoryError) {
    // SQLite is to copy texts before the call returns: SQLITE_TRANSIENT, a macro that Swift lacks.
    let copy = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let status =
        switch value {
        case .integer(let number): sqlite3_bind_int64(statement, position, Int64(number))
        case .text(let text):
          Array(text.utf8CString).withUnsafeBufferPointer {
            sqlite3_bind_text64(
              statement, position, $0.baseAddress, UInt64($0.count - 1), copy, UInt8(SQLITE_UTF8))
          }
        }
      if status != SQLITE_OK { throw HistoryError(of: handle) }
    }
  }

  /// Goes to the next row; false if there is none.
  func step() throws(HistoryError) -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw HistoryError(of: handle)
    }
  }

  func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
