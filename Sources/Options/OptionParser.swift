package import ArgumentParser

/// A word after a command, as typed.
package struct OptionWord: Sendable, Hashable {
  /// The text, without quotes.
  package var text: String
  /// True if it was typed in quotes.
  package var isQuoted: Bool

  /// Takes the text without quotes.
  package init(_ text: String, isQuoted: Bool = false) {
    self.text = text
    self.isQuoted = isQuoted
  }

  /// True if it names an option: `--epochs`, but not `'--epochs'`.
  package var isOption: Bool { !isQuoted && text.hasPrefix("-") && !isNegativeNumber }

  var isNegativeNumber: Bool { text.hasPrefix("-") && Double(text) != nil }
}

/// Parses words as the options of a type.
package enum OptionParser {
  /// Parses typed words.
  ///
  /// - Throws: `OptionFailure`.
  package static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, _ words: [OptionWord]
  ) throws(OptionFailure) -> Arguments {
    let declared = DeclaredOption.all(of: type)
    // Checked here, as the library would also answer `--generate-completion-script`.
    for word in words where word.isOption {
      let name = String(word.text.prefix { $0 != "=" })
      if !declared.contains(where: { $0.form != .argument && $0.word == name }) {
        throw .unknownOption(name)
      }
    }
    return try parse(type, texts: joined(words, declared))
  }

  /// Parses words that do not come from a person, such as those of a file.
  ///
  /// - Throws: `OptionFailure`.
  package static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, _ words: [String]
  ) throws(OptionFailure) -> Arguments {
    try parse(type, words.map { OptionWord($0) })
  }

  /// The default of every option of a type, none of which may be required.
  ///
  /// Traps for a type with a required option or argument, which a test rules out for every type that
  /// is used here.
  package static func defaults<Arguments: ParsableArguments>(of type: Arguments.Type) -> Arguments {
    guard let defaults = try? parse(type, texts: []) else {
      preconditionFailure("\(type) has options without a default.")
    }
    return defaults
  }

  /// Parses words as arguments, even those that begin with dashes.
  ///
  /// - Throws: `OptionFailure`.
  package static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, asTheyStand words: [String]
  ) throws(OptionFailure) -> Arguments {
    try parse(type, texts: ["--"] + words)
  }

  private static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, texts: [String]
  ) throws(OptionFailure) -> Arguments {
    do { return try type.parse(texts) } catch {
      throw LibraryError(error).failure(of: DeclaredOption.all(of: type))
        ?? .other(type.message(for: error))
    }
  }

  /// Turns `--rate -0.5` into `--rate=-0.5`, as the library takes a word with a dash for an option.
  ///
  /// A negative number that belongs to no option, as in `above -1`, goes behind `--` with the words up to
  /// the next option.
  private static func joined(_ words: [OptionWord], _ declared: [DeclaredOption]) -> [String] {
    var texts: [String] = []
    var behind: [String] = []
    var isBehind = false
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1] : nil
      if word.isOption { isBehind = false }
      if word.isNegativeNumber, let previous, previous.isOption,
        declared.contains(where: { $0.form == .option && $0.word == previous.text })
      {
        texts[texts.count - 1] += "=" + word.text
      } else if isBehind || (word.isNegativeNumber && !takesNumber(words[..<index], declared)) {
        isBehind = true
        behind.append(word.text)
      } else {
        texts.append(word.text)
      }
    }
    return behind.isEmpty ? texts : texts + ["--"] + behind
  }

  /// Whether the last option of some words takes any number of values.
  private static func takesNumber(
    _ words: ArraySlice<OptionWord>, _ declared: [DeclaredOption]
  ) -> Bool {
    let last = words.last(where: \.isOption)?.text
    return declared.contains { $0.form == .option && $0.isRepeating && $0.word == last }
  }
}
