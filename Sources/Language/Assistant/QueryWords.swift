import Numbers

/// What can follow in an unfinished query in SQL: tables of the session after FROM and JOIN, columns elsewhere.
struct QueryWords {
  private typealias Match = Completion.Match

  /// The word at the cursor, from its `[` where one is open; empty after a space.
  let current: String
  /// What stands before it, in words.
  private let before: [String]
  /// True if that ends with a comma.
  private let followsComma: Bool
  private let snapshot: Snapshot

  init(_ query: String, _ snapshot: Snapshot) {
    let bracket = query.lastIndex(of: "[").flatMap { query[$0...].contains("]") ? nil : $0 }
    let sign = query.lastIndex { !Self.isPlain($0) && $0 != "." }
    let start = bracket ?? sign.map(query.index(after:)) ?? query.startIndex
    current = String(query[start...])
    before = query[..<start].split { $0.isWhitespace || "[](),;'\"".contains($0) }.map(String.init)
    followsComma = query[..<start].last { !$0.isWhitespace } == ","
    self.snapshot = snapshot
  }

  /// The words that begin like the current one; a column may be written with its table, as in `t.auc`.
  var matches: [Completion.Match] {
    if let dot = current.firstIndex(of: "."), let table = snapshot.entries[String(current[..<dot])]
    {
      let path = current[...dot]
      return columns(of: [table], beginning: current[current.index(after: dot)...]).map {
        Match(text: path + $0.text, type: $0.type)
      }
    }
    return wantsTable ? tables : columns(of: namedTables, beginning: current[...])
  }

  /// Words with which a part of a query begins.
  private static let clauses: Set = [
    "select", "from", "join", "on", "using", "where", "group", "having", "order", "limit",
  ]

  /// True after FROM and JOIN, and after the comma behind a table.
  private var wantsTable: Bool {
    let words = before.map { $0.lowercased() }
    guard let last = words.last, let clause = words.last(where: Self.clauses.contains) else {
      return false
    }
    return clause == "from" && followsComma || last == clause && ["from", "join"].contains(clause)
  }

  private var tables: [Match] {
    let known = snapshot.names.names(of: [.table, .plot]) + (snapshot.runs == nil ? [] : ["runs"])
    return known.compactMap { name in
      written(name, beginning: current[...]).map {
        Match(text: $0, type: snapshot.names[name]?.rawValue ?? "table")
      }
    }
  }

  /// The tables that the query names so far, or all.
  private var namedTables: [Snapshot.Entry] {
    let tables = snapshot.names.names(of: [.table, .plot])
    let named = tables.filter(before.contains)
    return (named.isEmpty ? tables : named).compactMap { snapshot.entries[$0] }
  }

  private func columns(of tables: [Snapshot.Entry], beginning: Substring) -> [Match] {
    tables.flatMap(\.words).uniqued().compactMap { name in
      written(name, beginning: beginning).map { Match(text: $0, type: "column") }
    }
  }

  /// A name as a query writes it, if it begins so: with a dot or a dash in it, it stands in brackets.
  private func written(_ name: String, beginning: Substring) -> String? {
    let isOpen = beginning.first == "["
    guard name.hasPrefix(isOpen ? beginning.dropFirst() : beginning) else { return nil }
    return isOpen || !name.allSatisfy(Self.isPlain) ? "[\(name)]" : name
  }

  private static func isPlain(_ sign: Character) -> Bool {
    sign.isLetter || sign.isNumber || sign == "_"
  }
}
