/// The range of numbers that an option accepts.
package struct Bounds: Sendable, Equatable {
  /// The lower bound.
  package let lowest: Double
  /// True if the lower bound itself is accepted.
  package let takesLowest: Bool
  /// The upper bound; nil if there is none.
  package let highest: Double?
  /// True if the upper bound itself is accepted.
  package let takesHighest: Bool

  /// The numbers of a closed range.
  package init(_ range: ClosedRange<Double>) {
    (lowest, takesLowest) = (range.lowerBound, true)
    (highest, takesHighest) = (range.upperBound, true)
  }

  /// The numbers of a closed range.
  package init(_ range: ClosedRange<Int>) {
    self.init(Double(range.lowerBound)...Double(range.upperBound))
  }

  /// The numbers of a half-open range.
  package init(_ range: Range<Double>) {
    (lowest, takesLowest) = (range.lowerBound, true)
    (highest, takesHighest) = (range.upperBound, false)
  }

  /// The numbers above `lowest`, up to and including `highest` if it is given.
  package init(above lowest: Double, upTo highest: Double? = nil) {
    (self.lowest, takesLowest) = (lowest, false)
    (self.highest, takesHighest) = (highest, true)
  }

  /// The numbers from `lowest` on, including it.
  package init(from lowest: Double) {
    (self.lowest, takesLowest) = (lowest, true)
    (highest, takesHighest) = (nil, true)
  }

  /// True if the number is within the bounds; infinity and NaN never are.
  package func contains(_ value: Double) -> Bool {
    let isHighEnough = takesLowest ? value >= lowest : value > lowest
    let isLowEnough = highest.map { takesHighest ? value <= $0 : value < $0 } ?? true
    return value.isFinite && isHighEnough && isLowEnough
  }

  /// Checks the value of an option, named without dashes; nil passes.
  ///
  /// - Throws: `OptionFault.outOfBounds`.
  package func check(_ option: String, _ value: Int?) throws(OptionFault) {
    guard let value, !contains(Double(value)) else { return }
    throw .outOfBounds(option: option, value: .integer(value), self)
  }

  /// Checks the value of an option that need not be whole; nil passes.
  ///
  /// - Throws: `OptionFault.outOfBounds`.
  package func check(_ option: String, _ value: Double?) throws(OptionFault) {
    guard let value, !contains(value) else { return }
    throw .outOfBounds(option: option, value: .number(value), self)
  }
}
