import FoundationEssentials
import System

/// DuckDB's command-line program, which reads Parquet, databases and much else, and speaks SQL.
package enum DuckDB {
  /// The program on `PATH`, or where pip and DuckDB's installer put it; nil if there is none.
  package static func path(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> String? {
    let folders =
      (environment["PATH"] ?? "").split(separator: ":").map(String.init)
      + (environment["HOME"].map { ["\($0)/.local/bin", "\($0)/.duckdb/cli/latest"] } ?? [])
    return folders.map { "\($0)/duckdb" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Writes the rows of a statement to a CSV file with a header, in bounded memory.
  ///
  /// - Throws: `DataError` if there is no such program or the statement fails; `CancellationError` after
  ///   an interrupt, which ends the program and those that it has started.
  static func write(_ statement: String, to file: String, _ interrupt: Interrupt) throws {
    guard let program = path() else { throw DataError(.engine(.absent)) }
    let target = file.replacing("'", with: "''")
    let copy = "COPY (\(statement)\n) TO '\(target)' (FORMAT csv, HEADER true)"
    let message = try run([program, "-init", "/dev/null", "-bail", "-c", copy], interrupt)
    if FileManager.default.fileExists(atPath: file) { return }
    throw DataError(.engine(.failed(message)))
  }

  /// Runs the program to its end, and gives what it has printed.
  private static func run(_ words: [String], _ interrupt: Interrupt) throws -> String {
    var child: ChildProcess
    do {
      child = try ChildProcess(
        words, environment: ProcessInfo.processInfo.environment, endsWithThisProcess: true)
    } catch { throw DataError(.engine(.notStarted(words[0]))) }
    var message = ""
    while !child.hasEnded(within: .milliseconds(40)) {
      message += child.written()
      // The child and its group end with its value.
      try interrupt.check()
    }
    message += child.written()
    return message
  }

  /// The files that a statement names between single quotes, wildcards resolved.
  static func files(in statement: String, from folder: String) -> [String] {
    let quoted = statement.split(separator: "'", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    return quoted.flatMap { path in
      Wildcards.files(path.hasPrefix("/") ? path : "\(folder)/\(path)")
    }
  }
}

/// Paths with `*` and `**` in them.
enum Wildcards {
  /// The plain files that a path stands for, ascending.
  static func files(_ path: String) -> [String] {
    var found = [""]
    for part in path.split(separator: "/").map(String.init) {
      found = found.flatMap { folder -> [String] in
        if part == "**" { return [folder] + folders(below: folder) }
        guard part.contains("*") || part.contains("?") else { return ["\(folder)/\(part)"] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { matches($0[...], part[...]) }.sorted().map { "\(folder)/\($0)" }
      }
    }
    return found.filter { FileStatus($0)?.kind == .plain }
  }

  private static func folders(below folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().map { "\(folder)/\($0)" }.filter { FileStatus($0)?.kind == .folder }
      .flatMap { [$0] + folders(below: $0) }
  }

  private static func matches(_ name: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      return matches(name, pattern.dropFirst())
        || (!name.isEmpty && matches(name.dropFirst(), pattern))
    }
    guard let letter = name.first, first == "?" || first == letter else { return false }
    return matches(name.dropFirst(), pattern.dropFirst())
  }
}
