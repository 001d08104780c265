/// Suggestions for misspelled words.
enum Suggestion {
  /// The candidate closest to `word`, if it is close enough.
  ///
  /// Optimal string alignment distance: an insertion, deletion, replacement or swap of neighbours
  /// costs 1. A third of the letters may differ, and always one; a prefix of three letters matches too.
  static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    // No known word is that long, and the cost grows with the square of the length.
    guard !letters.isEmpty, letters.count <= 64 else { return nil }
    var best: (distance: Int, text: String)?
    for candidate in candidates where candidate != word {
      let other = Array(candidate.lowercased().unicodeScalars)
      let distance = distance(letters, other)
      let allowed = max(1, max(letters.count, other.count) / 3)
      guard distance <= allowed, distance < letters.count, distance < best?.distance ?? .max
      else { continue }
      best = (distance, candidate)
    }
    return best?.text ?? candidates.first { letters.count > 2 && $0.hasPrefix(word.lowercased()) }
  }

  /// " Did you mean 'x'?", or nothing.
  static func question(for word: String, among candidates: some Sequence<String>) -> String {
    closest(to: word, among: candidates).map { " Did you mean '\($0)'?" } ?? ""
  }

  private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
