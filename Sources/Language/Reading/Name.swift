/// The rules for names that a cell gives.
enum Name {
  static let rule = "A name starts with a letter and holds letters, digits, `-` and `_`."

  /// Whether `text` can be the name of something in the session.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return text.unicodeScalars.allSatisfy { $0.isInVariable(first: false) || $0 == "-" }
  }

  /// Whether `text` can be a loop's variable: no `-`, so that `$r-2` reads as one would think.
  static func isVariable(_ text: String) -> Bool { isValid(text) && !text.contains("-") }
}
