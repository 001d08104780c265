/// Why words are not the options of a type: the facts, without a sentence.
package enum OptionFailure: Error {
  /// No such option; the word as it was typed, without its value.
  case unknownOption(String)
  /// An option without its value.
  case missingValue(DeclaredOption)
  /// A word that is no value of an option or argument.
  case invalidValue(String, DeclaredOption)
  /// A value for a flag, which takes none.
  case unexpectedValue(String, DeclaredOption)
  /// An argument or option that has to be there.
  case missingArgument(DeclaredOption)
  /// Words that no argument takes.
  case unexpectedArguments([String])
  /// What the type found against the values, taken together: the error that its `validate()` threw.
  case invalid(any Error)
  /// Something else, in the words of the library.
  case other(String)
}

/// What a type finds against values that were parsed; thrown by `validate()`.
///
/// Options are named without dashes.
package enum OptionFault: Error, Equatable {
  /// A number that is too small or too large.
  case outOfBounds(option: String, value: OptionValue, Bounds)
  /// More or fewer values than an option takes.
  case wrongCount(option: String, ClosedRange<Int>)
  /// A value that was given twice.
  case repeated(option: String, value: String)
  /// An option, or its value, that wants another option beside it.
  case needs(option: String, value: String?, other: String)
  /// An option that goes only with one value of another.
  case goesOnlyWith(option: String, other: String, value: String)
}

extension Collection where Element: Hashable {
  /// The first element that stands there for the second time.
  package var firstRepeated: Element? {
    var seen: Set<Element> = []
    return first { !seen.insert($0).inserted }
  }
}
