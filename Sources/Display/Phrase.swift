/// Pieces of sentences.
package enum Phrase {
  /// `1 row`, `1,234 rows`.
  package static func count(_ number: Int, _ noun: String) -> String {
    "\(NumberFormat.count.text(Double(number))) \(noun)\(number == 1 ? "" : "s")"
  }

  /// `a`, `a and b`, `a, b and c`; with `or` for the last pair where that is the word.
  package static func list(_ items: [String], _ word: String = "and") -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " \(word) " + last
  }

  /// `a`; or `a or b (tried one at a time)` of what is true of each alone, not of all together.
  package static func eachAlone(_ items: [String]) -> String {
    list(items, "or") + (items.count > 1 ? " (tried one at a time)" : "")
  }

  /// `a, b, c`, of many the first ones and how many more.
  package static func few(_ items: [String], most: Int = 12) -> String {
    let shown = items.prefix(most).joined(separator: ", ")
    return items.count > most ? "\(shown) and \(items.count - most) more" : shown
  }
}
