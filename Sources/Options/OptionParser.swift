package import ArgumentParser

/// A word behind a command.
package struct OptionWord: Sendable {
  package var text: String
  package var isQuoted: Bool

  package init(_ text: String, isQuoted: Bool = false) {
    self.text = text
    self.isQuoted = isQuoted
  }

  /// Whether it asks for an option: `--epochs`, but not `'--epochs'`.
  package var isOption: Bool { !isQuoted && text.hasPrefix("-") && !isNegativeNumber }

  var isNegativeNumber: Bool { text.hasPrefix("-") && Double(text) != nil }
}

/// Makes options of words.
package enum OptionParser {
  /// The options and arguments that words stand for.
  package static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, _ words: [OptionWord]
  ) throws(OptionFailure) -> Arguments {
    let declared = DeclaredOption.all(of: type)
    // Ours rather than the library's, which would also answer `--generate-completion-script`.
    for word in words where word.isOption {
      let name = String(word.text.prefix { $0 != "=" })
      if !declared.contains(where: { $0.form != .argument && $0.word == name }) {
        throw .unknownOption(name)
      }
    }
    return try parse(type, texts: joined(words, declared))
  }

  /// The same for words that nobody typed, such as those of a file.
  package static func parse<Arguments: ParsableArguments>(
    _ type: Arguments.Type, _ words: [String]
  ) throws(OptionFailure) -> Arguments {
    try parse(type, words.map { OptionWord($0) })
  }

  /// The options that no word gives, of a type that needs none.
  package static func defaults<Arguments: ParsableArguments>(of type: Arguments.Type) -> Arguments {
    guard let defaults = try? parse(type, texts: []) else {
      preconditionFailure("\(type) has options without a default.")
    }
    return defaults
  }

  /// The arguments that words are, whether or not they begin with dashes.
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

  /// `--rate -0.5` as `--rate=-0.5`, since the library takes a word with a dash for an option.
  private static func joined(_ words: [OptionWord], _ declared: [DeclaredOption]) -> [String] {
    var texts: [String] = []
    for (index, word) in words.enumerated() {
      let previous = index > 0 ? words[index - 1] : nil
      if word.isNegativeNumber, let previous, previous.isOption,
        declared.contains(where: { $0.form == .option && $0.word == previous.text })
      {
        texts[texts.count - 1] += "=" + word.text
      } else {
        texts.append(word.text)
      }
    }
    return texts
  }
}
