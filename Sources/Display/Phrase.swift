/// Pieces of sentences.
package enum Phrase {
  /// `1 row`, `1,234 rows`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(NumberFormat.count.text(Double(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `a`, `a and b`, `a, b and c`.
  package static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }
}
