import SQLite

/// The cells of all sessions, in a SQLite file that kernels share or in memory.
///
/// One thread at a time may use it.
final class HistoryDatabase {
  /// The number of this session: one more than the last that any kernel has begun in the file.
  let session: Int
  private let database: SQLDatabase

  static let schemaVersion = 1
  /// How long a call waits for another kernel that writes, in milliseconds.
  private static let patience = 1000

  /// Opens or makes the file at `path` (`:memory:`: none) and begins a session in it.
  ///
  /// Writes go to a log beside the file (WAL), so that kernels read while one of them writes and
  /// what was written survives the end of the process.
  init(
    path: String, schemaVersion: Int = HistoryDatabase.schemaVersion
  ) throws(SQLError) {
    database = try SQLDatabase(path: path, patience: Self.patience)
    session = try Self.beginSession(database, schemaVersion)
  }

  /// Why the file at `path`, which is there, cannot be used; nil if it can.
  ///
  /// Leaves the file as it is.
  static func problem(ofFileAt path: String) -> SQLError? {
    do throws(SQLError) {
      let database = try SQLDatabase(path: path, mayCreate: false, patience: patience)
      try checkVersion(database, schemaVersion)
      for text in ["BEGIN IMMEDIATE", "ROLLBACK"] { try database.run(text) }
      return nil
    } catch {
      return error
    }
  }

  func append(_ code: String, number: Int) throws(SQLError) {
    let statement = try database.prepare("INSERT OR REPLACE INTO cells VALUES (?, ?, ?)")
    try statement.bind([.integer(session), .integer(number), .text(code)])
    _ = try statement.step()
  }

  /// The last `count` cells of all sessions, the oldest first.
  func tail(_ count: Int) throws(SQLError) -> [HistoryEntry] {
    try entries(
      """
      SELECT * FROM (SELECT * FROM cells ORDER BY session DESC, number DESC LIMIT ?)
      ORDER BY session, number
      """, [.integer(count)])
  }

  /// The cells of a session with numbers from `start` up to, but not with, `stop`.
  func range(session: Int, from start: Int, to stop: Int) throws(SQLError) -> [HistoryEntry] {
    try entries(
      "SELECT * FROM cells WHERE session = ? AND number >= ? AND number < ? ORDER BY number",
      [.integer(session), .integer(start), .integer(stop)])
  }

  /// The last `count` cells that fit a glob pattern; with `isUnique` the latest of equal ones.
  func search(
    _ pattern: String, count: Int, isUnique: Bool
  ) throws(SQLError) -> [HistoryEntry] {
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
    _ query: String, _ values: [SQLValue]
  ) throws(SQLError) -> [HistoryEntry] {
    let statement = try database.prepare(query)
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
    _ database: SQLDatabase, _ schemaVersion: Int
  ) throws(SQLError) -> Int {
    try checkVersion(database, schemaVersion)
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
      try database.run(text)
    }
    return database.lastInsertedRow
  }

  private static func checkVersion(
    _ database: SQLDatabase, _ schemaVersion: Int
  ) throws(SQLError) {
    let version = try database.prepare("PRAGMA user_version")
    _ = try version.step()
    guard (0...schemaVersion).contains(version.integer(0)) else {
      throw SQLError("a later version of this program wrote it")
    }
  }
}

/// A cell that some session has run.
struct HistoryEntry: Sendable, Equatable {
  let session: Int
  let number: Int
  let code: String
}
