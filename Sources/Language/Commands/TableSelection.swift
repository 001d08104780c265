import ArgumentParser
import Display
import Numbers

/// Which rows and columns of a table are shown, and in which order.
struct TableSelection: ParsableArguments {
  @Option(
    name: .customLong("where"), parsing: .upToNextOption,
    help: "Rows to show, as COLUMN=VALUE; of several conditions all must hold.")
  var conditions: [String] = []
  @Option(help: "Column that orders the rows, by its name or header.") var sort: String?
  @Flag(help: "Largest first.") var descending = false
  @Option(help: "Number of rows to show, or `all`; 20 by default.") var rows: String?
  @Option(parsing: .upToNextOption, help: "Columns to show, in this order.")
  var columns: [String] = []

  /// Whether nothing is chosen.
  var isEmpty: Bool {
    conditions.isEmpty && sort == nil && !descending && rows == nil && columns.isEmpty
  }

  func validate() throws {
    try Self.check(conditions)
    if let rows, rows != "all", Int(rows).map({ $0 < 1 }) ?? true {
      throw Complaint(
        .usage, "`--rows` takes a whole number from 1, or `all`, not '\(rows)'.", about: rows)
    }
    if descending, sort == nil {
      throw Complaint(
        .usage, "`--descending` needs `--sort COLUMN`.", about: "--descending")
    }
  }

  /// Fails unless every condition has the form COLUMN=VALUE.
  static func check(_ conditions: [String]) throws(Complaint) {
    for condition in conditions where !condition.contains("=") {
      throw Complaint(
        .usage, "'\(condition)' is not a condition.",
        wayOut: "Write COLUMN=VALUE, as in `--where task=income`; `sql` knows other comparisons.",
        about: condition)
    }
  }

  /// The rows of a table for which all conditions hold.
  static func rows(of table: Table, where conditions: [String]) throws(Complaint) -> Table {
    let columns = TableColumns(table)
    var pairs: [(column: Int, value: String)] = []
    for condition in conditions {
      let parts = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      do {
        pairs.append((try columns.index(String(parts[0])), String(parts[1])))
      } catch { throw error.about(condition) }
    }
    return table.matching(pairs)
  }

  /// The chosen part of a table that the given line shows.
  func applied(to table: Table, by line: String) throws(Complaint) -> Table {
    var result = table
    let columns = TableColumns(table)
    if !conditions.isEmpty {
      result = try Self.rows(of: result, where: conditions)
      result.title += " · \(conditions.joined(separator: ", "))"
      result.reading = result.rows.isEmpty ? try nothing(in: table) : nil
    }
    if let sort { result = result.sorted(by: try columns.index(sort), descending: descending) }
    if !self.columns.isEmpty {
      var indices: [Int] = []
      for key in self.columns { indices.append(try columns.index(key)) }
      result = result.selecting(indices)
    }
    result.maximumRows = rows == "all" ? nil : rows.flatMap { Int($0) } ?? 20
    result.hint = "`\(line)\(words) --rows all` shows them."
    return result
  }

  /// The choice as it is typed, without the number of rows.
  private var words: String {
    func option(_ name: String, _ values: [String]) -> String {
      values.isEmpty ? "" : " --\(name) " + values.map(Word.typed).joined(separator: " ")
    }
    return option("where", conditions) + option("sort", [sort].compactMap { $0 })
      + (descending ? " --descending" : "") + option("columns", columns)
  }

  /// Why no row is left: the first condition that holds for none.
  private func nothing(in table: Table) throws(Complaint) -> String {
    for condition in conditions where try Self.rows(of: table, where: [condition]).rows.isEmpty {
      let name = String(condition.prefix { $0 != "=" })
      let value = String(condition.dropFirst(name.count + 1))
      let known = try TableColumns(table).cells(name).map(\.rawText).filter { !$0.isEmpty }
        .uniqued()
      return "No row has '\(value)' in '\(name)'.\(Suggestion.question(for: value, among: known))"
    }
    return "No row fulfils all conditions."
  }
}

extension Complaint {
  /// The same about another word of the line.
  func about(_ word: String) -> Complaint {
    var complaint = self
    complaint.about = word
    return complaint
  }
}
