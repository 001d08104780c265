import Display
import Numbers
import SQLite

/// SQLite's errors as complaints: the word of the query, a sentence and a way out.
struct SQLComplaint {
  private let query: String
  private let tables: [(name: String, rows: Table)]
  private let names: NameTable

  init(_ query: String, tables: [(name: String, rows: Table)], names: NameTable) {
    self.query = query
    self.tables = tables
    self.names = names
  }

  func complaint(_ error: SQLError) -> Complaint {
    let text = error.description
    if let name = Self.rest(of: text, after: "no such column: ") {
      // Newer versions add a question about text in double quotes.
      let end = name.firstRange(of: " - should this be")?.lowerBound ?? name.endIndex
      let word = name[..<end].filter { $0 != "\"" }
      return query.contains("\"\(word)\"") ? quotedText(word) : unknownColumn(word)
    }
    if let name = Self.rest(of: text, after: "no such table: ") { return unknownTable(name) }
    if let name = Self.rest(of: text, after: "ambiguous column name: ") {
      return Complaint(
        .name, "Several tables of the query have a column '\(name)'.",
        wayOut: "Put the table before it: `TABLE.\(name)`.", about: name)
    }
    if let name = Self.rest(of: text, after: "no such function: ") {
      let question = Suggestion.question(for: name.lowercased(), among: Self.functions)
      return Complaint(
        .name, "SQLite has no function '\(name)'.\(question)",
        wayOut: "Aggregates: \(Self.functions.prefix(7).joined(separator: ", ")).", about: name)
    }
    if text.hasPrefix("near \""), let word = text.split(separator: "\"").dropFirst().first {
      return Complaint(
        .usage, "The query is wrong near '\(word)'.\(keyword(before: String(word)))",
        wayOut: Self.form, about: String(word))
    }
    if let token = Self.rest(of: text, after: "unrecognized token: ") {
      return unreadable(String(token.dropFirst().dropLast()))
    }
    switch text {
    case "incomplete input":
      return Complaint(.usage, "The query is not complete.", wayOut: Self.form)
    case "more than one statement":
      return Complaint(
        .usage, "One query at a time.", wayOut: "`sql` takes one SELECT; use another line.",
        about: ";")
    case "too many rows":
      let most = NumberFormat.count.text(Double(SessionQuery.mostRows))
      return Complaint(
        .usage, "The result has more than \(most) rows.",
        wayOut: "Group the rows, or end the query with `LIMIT 1000`.")
    case _ where text.hasPrefix("not authorized") || text.contains("may not be modified"):
      return Complaint(
        .usage, "`sql` only reads; it runs SELECT and nothing else.",
        wayOut: "`t = sql \"SELECT …\"` keeps a result; `drop t` removes it.",
        about: query.split(separator: " ").first.map(String.init))
    default: return Complaint(.usage, "SQLite: \(text).", wayOut: Self.form)
    }
  }

  private static let form =
    "For instance: `sql \"SELECT kind, avg(auc) AS auc FROM t GROUP BY kind\"`."
  private static let functions = [
    "avg", "count", "max", "min", "sum", "stddev", "total", "abs", "round", "coalesce",
    "group_concat",
    "iif", "ifnull", "instr", "length", "lower", "replace", "substr", "trim", "upper",
    "row_number", "rank", "lag", "lead",
  ]

  private static func rest(of text: String, after start: String) -> String? {
    text.hasPrefix(start) ? String(text.dropFirst(start.count)) : nil
  }

  /// A quote that is not closed, or a sign that SQL does not have.
  private func unreadable(_ token: String) -> Complaint {
    let isOpen = token.first.map { "'\"[`".contains($0) } ?? false
    return Complaint(
      .usage,
      isOpen
        ? "The quote that begins with \(token) is not closed."
        : "SQLite cannot read '\(token)'.",
      wayOut: isOpen ? "Text stands in single quotes, names in brackets." : Self.form, about: token)
  }

  /// The question whether a word before the wrong one should have been a keyword.
  private func keyword(before word: String) -> String {
    let keywords = ["select", "from", "where", "group", "order", "by", "having", "limit"]
    let words = query.split { !$0.isLetter }.map { $0.lowercased() }
    let slip = words.lazy.filter { !keywords.contains($0) }.compactMap { word in
      Suggestion.closest(to: word, among: keywords).map { (word, $0) }
    }.first { $0.0.count > 3 && $0.0.count >= $0.1.count - 1 }
    return slip.map { " Did you mean '\($0.1.uppercased())' instead of '\($0.0.uppercased())'?" }
      ?? ""
  }

  /// The tables that the query names.
  private var used: [(name: String, rows: Table)] {
    let words = Set(query.split { !($0.isLetter || $0.isNumber || "_-".contains($0)) })
    return tables.filter { words.contains(Substring($0.name)) }
  }

  /// Double quotes make a name; a text that was meant stands between single ones.
  private func quotedText(_ word: String) -> Complaint {
    var complaint = unknownColumn(word)
    complaint.wayOut = "Write a text as '\(word)', in single quotes. \(complaint.wayOut ?? "")"
    return complaint
  }

  private func unknownColumn(_ name: String) -> Complaint {
    let keys = (used.isEmpty ? tables : used).flatMap { $0.rows.columns.map(\.key) }
      .uniqued()
    // A name with a dot is read as table and column, one with a dash as a difference.
    let meant = keys.first { key in
      key == name || (key.hasPrefix(name + "-") && query.contains(key))
    }
    if let meant {
      return Complaint(
        .name, "A name with a dot or a dash stands in brackets.", wayOut: "Write [\(meant)].",
        about: query.contains(meant) ? meant : name)
    }
    let last = name.split(separator: ".").last.map(String.init) ?? name
    let columns = (used.isEmpty ? tables : used).flatMap { $0.rows.columns }
    if let column = columns.first(where: { $0.header.lowercased() == last.lowercased() }) {
      let key = column.key.contains { ".-".contains($0) } ? "[\(column.key)]" : column.key
      return Complaint(
        .name, "The column that is shown as '\(column.header)' is called '\(column.key)'.",
        wayOut: "Write \(key).", about: name)
    }
    return Complaint(
      .name, "There is no column '\(name)'.\(Suggestion.question(for: last, among: keys))",
      wayOut: keys.isEmpty ? ValueKind.table.maker : "Columns: \(Phrase.few(keys)).", about: name)
  }

  private func unknownTable(_ name: String) -> Complaint {
    switch names[name] {
    case .data:
      return Complaint(
        .name, "'\(name)' is a data set; `sql` reads tables.",
        wayOut:
          "`t = head \(name)` keeps some of its rows as a table, `t = show \(name)` its fields.",
        about: name)
    case .model:
      return Complaint(
        .name, "'\(name)' is a model; `sql` reads tables.",
        wayOut: "`t = evaluate \(name)` keeps its metrics as a table.", about: name)
    default:
      let known = tables.map(\.name)
      return Complaint(
        .name, "There is no table '\(name)'.\(Suggestion.question(for: name, among: known))",
        wayOut: "Tables here: \(known.joined(separator: ", ")).", about: name)
    }
  }
}
