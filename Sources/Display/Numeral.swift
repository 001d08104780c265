import JSONText

extension Double {
  /// The number as JSON: a whole one below 2^53 without a point, null for NaN and infinities.
  var json: JSON {
    if let whole = Int(exactly: self), whole.magnitude < 1 << 53 { return .integer(whole) }
    return isFinite ? .number(self) : .null
  }

  /// The shortest digits that give the number back; nil for NaN and infinities.
  var numeral: String? { isFinite ? json.text : nil }
}
