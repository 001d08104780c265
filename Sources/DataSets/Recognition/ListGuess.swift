/// A column whose words are lists: their items come again and again, the words themselves do not.
struct ListGuess {
  let separator: String
  /// Different items.
  let items: Int

  /// nil for a column of plain words, of which these are the first.
  init?(_ words: some Sequence<String>) {
    let words = Array(words.prefix(Self.words))
    guard words.count >= 5, let separator = Self.separator(words, among: ["|", ",", ";"]) else {
      return nil
    }
    var items: Set<Substring> = []
    var count = 0
    for word in words {
      for part in word.split(separator: separator) {
        items.insert(Self.item(part))
        count += 1
      }
    }
    guard items.count * 2 <= words.count || (items.count * 4 <= count && items.count < 100) else {
      return nil
    }
    self.separator = String(separator)
    self.items = items.count
  }

  /// An item without blanks, quotes and brackets around it, as Python and JSON write lists.
  static func item(_ part: Substring) -> Substring {
    let isOuter = { (character: Character) in " []".contains(character) }
    var item = part.drop(while: isOuter)
    while let last = item.last, isOuter(last) { item.removeLast() }
    for mark in ["'", "\""] where item.count > 1 && item.hasPrefix(mark) && item.hasSuffix(mark) {
      return item.dropFirst().dropLast()
    }
    return item
  }

  /// The sign that stands in most of the words; nil if none stands in a third.
  static func separator(_ profile: WordProfile, among marks: [Unicode.Scalar]) -> Character? {
    separator(profile.words(most: words), among: marks)
  }

  /// Words that are looked at.
  private static let words = 2_000

  private static func separator(_ words: [String], among marks: [Unicode.Scalar]) -> Character? {
    let best = marks.map { mark in
      (mark: mark, count: words.count { $0.utf8.contains(UInt8(ascii: mark)) })
    }.max { $0.count < $1.count }
    return best.flatMap { $0.count * 3 >= words.count && $0.count > 0 ? Character($0.mark) : nil }
  }
}
