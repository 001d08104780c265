import JSONText
package import System

extension Table {
  /// All rows as comma-separated values (RFC 4180) with the columns' keys as header.
  ///
  /// Numbers are raw and exact, shares are 0…1, what is missing or no number is empty.
  /// - Throws: `CancellationError` after an interrupt, which is looked for before each row.
  package func csv(interrupt: Interrupt = .never) throws(CancellationError) -> String {
    var text = Self.record(columns.map(\.key))
    for row in rows {
      try interrupt.check()
      text += Self.record(row.cells.map(\.rawText))
    }
    return text
  }

  /// All rows as a JSON list of objects, one row per line, with the columns' keys.
  ///
  /// - Throws: `CancellationError` after an interrupt, which is looked for before each row.
  package func json(interrupt: Interrupt = .never) throws(CancellationError) -> String {
    var text = ""
    for row in rows {
      try interrupt.check()
      // Written member by member, since a JSON object would not keep the columns' order.
      let members = zip(columns, row.cells).map { JSON.string($0.key).text + ":" + $1.json.text }
      text += (text.isEmpty ? "[\n  {" : ",\n  {") + members.joined(separator: ",") + "}"
    }
    return text.isEmpty ? "[]\n" : text + "\n]\n"
  }

  /// Fields as a line of CSV, quoted as in RFC 4180.
  package static func record(_ fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\r\n"
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
    case .measured(let figure): figure.value
    case .text, .missing: nil
    }
  }

  /// The cell's value for a program: a number with all its digits, a text as it is.
  package var rawText: String {
    switch self {
    case .text(let text): text
    case .number(let value, _), .share(let value): value.numeral ?? ""
    case .measured(let figure): figure.value.numeral ?? ""
    case .missing: ""
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .text(let text): .string(text)
    case .number(let value, _), .share(let value): value.json
    case .measured(let figure): figure.value.json
    case .missing: .null
    }
  }
}
