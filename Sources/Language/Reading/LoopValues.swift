/// The values that a loop runs through.
enum LoopValues {
  /// More rounds than this are taken for a slip.
  static let maximumCount = 10_000

  /// The words' texts, `1..5` counted out: 1 2 3 4 5 (and `3..1` downwards).
  ///
  /// - Returns: `nil` if that makes more than `maximumCount`.
  static func expanded(_ words: [(text: String, isQuoted: Bool)]) -> [String]? {
    var values: [String] = []
    for word in words {
      if !word.isQuoted, let (first, last) = bounds(word.text) {
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, distance.magnitude < maximumCount else { return nil }
        values += stride(from: first, through: last, by: first <= last ? 1 : -1).map(String.init)
      } else {
        values.append(word.text)
      }
      if values.count > maximumCount { return nil }
    }
    return values
  }

  private static func bounds(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[1].isEmpty, let first = Int(parts[0]), let last = Int(parts[2])
    else { return nil }
    return (first, last)
  }
}
