/// The rules for names in cells.
enum Name {
  static let rule = "A name starts with a letter and contains only letters, digits, `-` and `_`."

  /// True if `text` is a valid name in the session.
  static func isValid(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic else { return false }
    return text.unicodeScalars.allSatisfy { $0.isInVariable(first: false) || $0 == "-" }
  }

  static let variableRule =
    "A variable starts with a letter and contains only letters, digits and `_`."

  /// True if `text` is a valid variable; without `-`, so that `$r-2` reads as expected.
  static func isVariable(_ text: String) -> Bool { isValid(text) && !text.contains("-") }
}
