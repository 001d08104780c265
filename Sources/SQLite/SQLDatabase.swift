import CSQLite
package import System

/// A connection to an SQLite file, or to a database in memory.
///
/// One thread at a time may use it.
package final class SQLDatabase {
  /// The version of the library.
  package static var version: String { String(cString: sqlite3_libversion()) }

  let handle: OpaquePointer
  /// What its virtual tables do; SQLite keeps the address.
  private let module: UnsafeMutablePointer<sqlite3_module>
  private var watcher: Watcher?

  /// Opens the file at `path` (`:memory:`: none), and makes it if it may.
  ///
  /// `patience`: how long a call waits for another process that writes, in milliseconds.
  package init(
    path: String, mayCreate: Bool = true, patience: Int = 1000
  ) throws(SQLError) {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_FULLMUTEX | (mayCreate ? SQLITE_OPEN_CREATE : 0)
    let status = sqlite3_open_v2(path, &handle, flags, nil)
    guard let handle else { throw SQLError("there is no memory for it") }
    if status != SQLITE_OK {
      defer { sqlite3_close_v2(handle) }
      throw SQLError(of: handle)
    }
    self.handle = handle
    module = .allocate(capacity: 1)
    module.initialize(to: RowsModule.module)
    sqlite3_busy_timeout(handle, Int32(clamping: patience))
    _ = dephn_sqlite_quotes_are_names(handle)
    Deviation.add(to: handle)
  }

  deinit {
    sqlite3_close_v2(handle)
    module.deinitialize(count: 1)
    module.deallocate()
  }

  /// Compiles the first statement of a text.
  package func prepare(_ text: String) throws(SQLError) -> SQLStatement {
    try SQLStatement(text, in: self)
  }

  /// Runs a statement that gives no rows, or whose rows do not matter.
  package func run(_ text: String) throws(SQLError) { _ = try prepare(text).step() }

  /// The number of the row that was inserted last.
  package var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  /// Offers rows as a table; it is read while a query runs, and nothing of it is copied.
  ///
  /// `rows` is called when a query first names the table.
  package func offer(
    _ name: String, rows: @escaping () -> any SQLRows
  ) throws(SQLError) {
    let source = Unmanaged.passRetained(RowsSource(rows))
    let status = sqlite3_create_module_v2(
      handle, name, module, source.toOpaque(),
      { $0.map { Unmanaged<RowsSource>.fromOpaque($0).release() } })
    if status != SQLITE_OK { throw SQLError(of: handle) }
  }

  /// Lets a query sort and group in memory, as SQLite's own limit of 2 MB would have it write to files.
  package func workInMemory() throws(SQLError) {
    try run("PRAGMA temp_store = MEMORY")
    try run("PRAGMA cache_size = -262144")
  }

  /// From now on only `SELECT` is allowed: nothing that writes, opens a file or changes a setting.
  ///
  /// No value may be longer than 16 MB, so that a query cannot fill the memory with one.
  package func allowReadingOnly() {
    sqlite3_set_authorizer(
      handle,
      { _, action, table, _, _, _ in
        let allowed = [SQLITE_SELECT, SQLITE_READ, SQLITE_FUNCTION, SQLITE_RECURSIVE]
        if allowed.contains(action) { return SQLITE_OK }
        // Declaring a virtual table asks for this; a query that tries it fails for another reason.
        let isDeclaration =
          action == SQLITE_UPDATE && table.map { String(cString: $0) } == "sqlite_master"
        return isDeclaration ? SQLITE_OK : SQLITE_DENY
      }, nil)
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 << 20)
  }

  /// Ends a query with an error after an interrupt: it is looked for every thousand steps of SQLite's machine,
  /// which take less than a millisecond unless one of them sorts.
  package func watch(_ interrupt: Interrupt) {
    let watcher = Watcher(interrupt)
    self.watcher = watcher
    sqlite3_progress_handler(
      handle, 1000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Watcher>.fromOpaque(context).takeUnretainedValue().hasEnded ? 1 : 0
      }, Unmanaged.passUnretained(watcher).toOpaque())
  }

  private final class Watcher {
    private let interrupt: Interrupt

    init(_ interrupt: Interrupt) { self.interrupt = interrupt }

    var hasEnded: Bool { (try? interrupt.check()) == nil }
  }
}

/// Why SQLite does not do something, in its own words.
package struct SQLError: Error, CustomStringConvertible {
  package let description: String

  /// A reason that SQLite does not know of.
  package init(_ reason: String) { description = reason }

  init(of handle: OpaquePointer) { description = String(cString: sqlite3_errmsg(handle)) }
}
