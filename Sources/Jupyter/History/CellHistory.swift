import Dispatch
import FoundationEssentials
import JSONText
import SQLite
import System

/// The cells of this session and of earlier ones; cells are added without waiting for the disk.
///
/// A file that cannot be used costs no cell: history then lasts as long as the kernel, and a
/// notice says so.
final class CellHistory: Sendable {
  private let database = Lock<HistoryDatabase?>(nil)
  private let file: String?
  private let notices: Notices
  /// Does everything in its order; the only one to use the database.
  private let queue = DispatchQueue(label: "dephn.history")

  /// Opens the history in `file` behind the caller's back; without a file it is kept in memory.
  init(file: String?, notices: Notices) {
    self.file = file
    self.notices = notices
    queue.async { self.open() }
  }

  func append(_ code: String, number: Int) {
    queue.async {
      self.database.withLock { database in
        do throws(SQLError) {
          try database?.append(code, number: number)
        } catch {
          self.tell(error)
          database = Self.inMemory(like: database)
          try? database?.append(code, number: number)
        }
      }
    }
  }

  /// Waits at most `time` until the file is open and all that was added is written.
  func settle(within time: DispatchTimeInterval) {
    let done = DispatchSemaphore(value: 0)
    queue.async { done.signal() }
    _ = done.wait(timeout: .now() + time)
  }

  /// The content of the reply to a `history_request`.
  func reply(to request: HistoryRequest) -> JSON {
    queue.sync {
      database.withLock { database -> JSON in
        do throws(SQLError) {
          guard let database else { throw SQLError("there is no memory for it") }
          let entries = try Self.entries(database, request.access)
          return .history(entries, withOutput: request.wantsOutput)
        } catch {
          return .error("HistoryError", "The history cannot be read: \(error).")
        }
      }
    }
  }

  private func open() {
    database.withLock { database in
      do throws(SQLError) {
        if let file { try Self.makeFolder(of: file) }
        database = try HistoryDatabase(path: file ?? ":memory:")
      } catch {
        tell(error)
        database = try? HistoryDatabase(path: ":memory:")
      }
    }
  }

  private func tell(_ error: SQLError) {
    notices.add(
      "The history of cells is kept in memory only, as \(file ?? "its database") cannot be used:"
        + " \(error).\nMend or remove that file, or name another in DEPHN_HISTORY.")
  }

  private static func makeFolder(of file: String) throws(SQLError) {
    let folder = URL(filePath: file).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw SQLError("its folder cannot be made")
    }
  }

  /// A database in memory with the cells of the session so far, as far as they can still be read.
  private static func inMemory(like old: HistoryDatabase?) -> HistoryDatabase? {
    let new = try? HistoryDatabase(path: ":memory:")
    let entries = try? old?.range(session: old?.session ?? 0, from: 0, to: .max)
    for entry in entries ?? [] { try? new?.append(entry.code, number: entry.number) }
    return new
  }

  private static func entries(
    _ database: HistoryDatabase, _ access: HistoryRequest.Access
  ) throws(SQLError) -> [HistoryEntry] {
    switch access {
    case .tail(let count): return try database.tail(count)
    case .range(let wanted, let start, let stop):
      let (earlier, overflow) = database.session.addingReportingOverflow(wanted)
      if wanted <= 0 && overflow { return [] }
      return try database.range(session: wanted > 0 ? wanted : earlier, from: start, to: stop)
    case .search(let pattern, let count, let isUnique):
      return try database.search(pattern, count: count, isUnique: isUnique)
    case .unknown: return []
    }
  }
}

/// Why no history can be kept in the file at `path`, as a part of a sentence; nil if it can, or if
/// there is no such file yet.
package func problem(ofHistoryAt path: String) -> String? {
  guard FileManager.default.fileExists(atPath: path) else { return nil }
  return HistoryDatabase.problem(ofFileAt: path)?.description
}

extension JSON {
  /// The content of a `history_reply`: session, number and code a cell; outputs are not kept.
  fileprivate static func history(_ entries: [HistoryEntry], withOutput: Bool) -> JSON {
    let rows = entries.map { entry -> JSON in
      let code = JSON.string(entry.code)
      return [
        .integer(entry.session), .integer(entry.number), withOutput ? [code, .null] : code,
      ]
    }
    return ["status": "ok", "history": .array(rows)]
  }
}
