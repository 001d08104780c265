/// Words that mean "there is no value", in any case.
package struct MissingWords: Sendable, Equatable {
  /// What spreadsheets, databases and programs write for it.
  package static let standardWords = [
    "?", "NA", "N/A", "#N/A", "<NA>", "NaN", "NaT", "null", "None", "\\N", "-",
  ]
  package static let standard = MissingWords(standardWords)

  private let folded: Set<String>

  /// Those words; the empty field always means it.
  package init(_ words: [String]) { folded = Set(words.map { $0.lowercased() }) }

  /// True for an empty field and for these words, in any case of letters.
  package func contains(_ word: String) -> Bool {
    word.isEmpty || folded.contains(word.lowercased())
  }

  /// The codes of the words among those of a column.
  func codes(in words: WordList) -> [Int32] {
    let longest = folded.map(\.utf8.count).max() ?? 0
    // In lower case; a letter outside ASCII may become one within.
    let starts = Set(folded.compactMap(\.utf8.first))
    let mayStart = (0...UInt8.max).map { byte in
      byte >= 0x80 || starts.contains(byte)
        || (0x41...0x5a).contains(byte) && starts.contains(byte | 0x20)
    }
    return (0..<words.count).compactMap { code in
      let mayBe = words.withBytes(of: code) { word in
        word.count <= longest && word.first.map { mayStart[Int($0)] } ?? true
      }
      return mayBe && contains(words[code]) ? Int32(code) : nil
    }
  }

  /// Whether "NA" is a country: all the words beside it are two capital letters.
  static func areCountries(_ words: [String]) -> Bool {
    words.count > 1
      && words.allSatisfy { word in
        word.utf8.count == 2 && word.utf8.allSatisfy { (0x41...0x5a).contains($0) }
      }
  }
}
