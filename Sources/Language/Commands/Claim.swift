import Display

/// A figure, and what it must be.
struct Claim {
  /// `nil` for the value itself.
  let figure: String?
  let relation: Relation

  /// Reads words such as `income.auc above 0.9`; `within` is a tolerance.
  init(_ words: [String], within: Double? = nil) throws(Complaint) {
    let hasFigure = words.count > 1 && !Relation.words.contains(words[0])
    figure = hasFigure ? words[0] : nil
    relation = try Relation(Array(words.dropFirst(hasFigure ? 1 : 0)), within)
  }

  /// "is", or "are" of several.
  var verb: String {
    let plurals = ["weights", "parameters", "rows", "features", "tasks", "columns"]
    return figure.map(plurals.contains) ?? false ? "are" : "is"
  }
}

/// What a value is asked to be.
struct Relation {
  private enum Kind {
    case above(Double)
    case below(Double)
    case between(Double, Double)
    case equals(String)
  }

  /// The words that begin one.
  static let words = ["above", "below", "between", "equals"]

  private let kind: Kind
  /// Largest difference with which a number still equals another; `nil` for half of the last digit asked.
  private let tolerance: Double?
  /// The words after the first, for sentences.
  private let asked: [String]

  fileprivate init(_ words: [String], _ tolerance: Double?) throws(Complaint) {
    let isNamed = words.first.map(Self.words.contains) ?? false
    asked = isNamed ? Array(words.dropFirst()) : words
    self.tolerance = tolerance
    switch (isNamed ? words[0] : "equals", asked.count) {
    case ("above", 1): kind = .above(try Self.number(asked[0]))
    case ("below", 1): kind = .below(try Self.number(asked[0]))
    case ("between", 2): kind = .between(try Self.number(asked[0]), try Self.number(asked[1]))
    case ("equals", 1): kind = .equals(asked[0])
    default:
      throw Complaint(
        .usage, "'\(words.joined(separator: " "))' is not a comparison.",
        wayOut: "Write `above X`, `below X`, `between X Y`, `equals X`, or the value alone.",
        about: words.first)
    }
  }

  private static func number(_ word: String) throws(Complaint) -> Double {
    if let number = Double(word), !number.isNaN { return number }
    throw Complaint(.usage, "'\(word)' is not a number.", about: word)
  }

  /// True if a value is as asked; what is missing, or NaN, never is.
  func holds(for cell: Table.Cell) -> Bool {
    switch kind {
    case .above(let bound): cell.value.map { $0 > bound } ?? false
    case .below(let bound): cell.value.map { $0 < bound } ?? false
    case .between(let low, let high): cell.value.map { low <= $0 && $0 <= high } ?? false
    case .equals(let text): equals(text, cell)
    }
  }

  private func equals(_ text: String, _ cell: Table.Cell) -> Bool {
    if case .text(let own) = cell { return own == text }
    guard let value = cell.value, let wanted = Double(text) else { return false }
    if value == wanted { return true }
    return (value - wanted).magnitude <= tolerance ?? Self.halfOfLastDigit(text)
  }

  /// 0.0005 of `0.905`; 0 of a whole number.
  ///
  /// A little more, since most decimals are no binary numbers.
  private static func halfOfLastDigit(_ text: String) -> Double {
    guard let point = text.firstIndex(of: "."), !text.lowercased().contains("e") else { return 0 }
    let decimals = text[point...].count - 1
    return (0..<decimals).reduce(0.5 * (1 + 1e-9)) { size, _ in size / 10 }
  }

  /// "above 0.9", "between 0.9 and 0.95", "4266f6208936", "0.9 within 0.01".
  var phrase: String {
    let words = asked.joined(separator: " and ")
    let tail = tolerance.map { " within \($0)" } ?? ""
    return switch kind {
    case .above: "above \(words)"
    case .below: "below \(words)"
    case .between: "between \(words)"
    case .equals: words + tail
    }
  }

  /// "0.9172, above 0.905"; of a value that is the one asked for, the value alone.
  func sentence(about cell: Table.Cell) -> String {
    let text = text(of: cell)
    return text == phrase ? text : "\(text), \(phrase)"
  }

  /// The value as tables write it; with all digits where these would say something else.
  func text(of cell: Table.Cell) -> String {
    guard let value = cell.value else {
      return cell.rawText.isEmpty ? cell.plainWord : cell.rawText
    }
    let text = cell.plainWord
    let shown = Double(text.filter { $0 != "," })
    let says = shown.map { holds(for: .number($0, .fixed(15))) }
    return says == holds(for: cell) ? text : cell.rawText.isEmpty ? "\(value)" : cell.rawText
  }
}
