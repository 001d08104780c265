/// The reason why words could not be parsed as the options of a type; `Language` writes the sentence.
package enum OptionFailure: Error {
  /// There is no such option; the word as typed, without its value.
  case unknownOption(String)
  /// An option without its value.
  case missingValue(DeclaredOption)
  /// A word that is not a valid value of the option or argument.
  case invalidValue(String, DeclaredOption)
  /// A value for a flag, which takes none.
  case unexpectedValue(String, DeclaredOption)
  /// A required argument or option is missing.
  case missingArgument(DeclaredOption)
  /// Words beyond the last argument.
  case unexpectedArguments([String])
  /// The type's `validate()` rejected the values with this error.
  case invalid(any Error)
  /// Any other failure, in the library's words.
  case other(String)
}

/// A reason for a type's `validate()` to reject parsed values; options are named without dashes.
package enum OptionFault: Error, Equatable {
  /// A number is too small or too large.
  case outOfBounds(option: String, value: OptionValue, Bounds)
  /// An option has too few or too many values.
  case wrongCount(option: String, ClosedRange<Int>)
  /// A value was given twice.
  case repeated(option: String, value: String)
  /// An option, or a value of it, requires another option.
  case needs(option: String, value: String?, other: String)
  /// An option requires a certain value of another option.
  case goesOnlyWith(option: String, other: String, value: String)
}

extension Collection where Element: Hashable {
  /// The first element that equals an earlier one.
  package var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
