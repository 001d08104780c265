extension Table {
  /// All rows as comma-separated values (RFC 4180) with the columns' keys as header.
  ///
  /// Numbers are raw and exact, shares are 0…1, what is missing or no number is empty.
  package func csv() -> String {
    let records = [columns.map(\.key)] + rows.map { $0.cells.map(\.rawText) }
    return records.map { $0.map(Self.quoted).joined(separator: ",") + "\r\n" }.joined()
  }

  /// All rows as a JSON list of objects, a row a line, with the columns' keys.
  package func json() -> String {
    let objects = rows.map { row in
      JSON.object(zip(columns, row.cells).map { ($0.key, $1.json) }).text
    }
    return objects.isEmpty ? "[]\n" : "[\n  " + objects.joined(separator: ",\n  ") + "\n]\n"
  }

  private static func quoted(_ field: String) -> String {
    let special = field.unicodeScalars.contains { "\",\r\n".unicodeScalars.contains($0) }
    guard special else { return field }
    let doubled = field.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }
}

extension Table.Cell {
  /// The cell's value as a number, if it is one.
  package var value: Double? {
    switch self {
    case .number(let value, _), .share(let value): value
    case .text, .missing: nil
    }
  }

  /// The cell's value for a program: a number with all its digits, a text as it is.
  package var rawText: String {
    switch self {
    case .text(let text): text
    case .number(let value, _), .share(let value): JSON.number(value).numeral ?? ""
    case .missing: ""
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .text(let text): .text(text)
    case .number(let value, _), .share(let value): .number(value)
    case .missing: .null
    }
  }
}
