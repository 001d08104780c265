extension Table.Measured {
  /// The figure, with a mark behind the best.
  var head: String { format.text(value) + (isBest ? "•" : "") }

  /// What stands beside it: the difference from a baseline, or else the spread.
  var tail: String {
    if let difference {
      let mark = isBeyondChance ? "*" : " "
      return " " + Self.short(difference, format.ofDifferences(from: value)) + mark
    }
    return deviation.map { " ±" + Self.short($0, format.beside(value)) } ?? ""
  }

  /// The difference without a space before it; nil where there is none.
  var differenceText: String? {
    difference.map {
      Self.short($0, format.ofDifferences(from: value)) + (isBeyondChance ? "*" : "")
    }
  }

  /// The spread without a space before it; nil where there is none.
  var deviationText: String? { deviation.map { "±" + Self.short($0, format.beside(value)) } }

  /// A number without the zero before its point: +.0085.
  private static func short(_ value: Double, _ format: NumberFormat) -> String {
    let text = format.text(value)
    for (long, short) in [("0.", "."), ("+0.", "+."), ("-0.", "-.")] where text.hasPrefix(long) {
      return short + text.dropFirst(long.count)
    }
    return text
  }
}
