import Options

/// The values of a loop.
enum LoopValues {
  /// Maximum number of iterations; more is probably a mistake.
  static let maximumCount = 10_000

  /// The words, with `1..5` expanded to 1 2 3 4 5 (`3..1` counts down).
  ///
  /// - Returns: `nil` for more than `maximumCount` values.
  static func expanded(_ words: [OptionWord]) -> [OptionWord]? {
    var values: [OptionWord] = []
    for word in words {
      if !word.isQuoted, let (first, last) = bounds(word.text) {
        let (distance, overflow) = last.subtractingReportingOverflow(first)
        guard !overflow, distance.magnitude < maximumCount else { return nil }
        values += stride(from: first, through: last, by: first <= last ? 1 : -1).map {
          OptionWord(String($0))
        }
      } else {
        values.append(word)
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
