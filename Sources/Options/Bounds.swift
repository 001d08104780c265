/// From where to where a number may go.
package struct Bounds: Sendable, Equatable {
  package let lowest: Double
  /// Whether `lowest` is one of the numbers, too.
  package let takesLowest: Bool
  /// nil where every finite number is small enough.
  package let highest: Double?
  package let takesHighest: Bool

  /// All numbers of a range, its ends too.
  package init(_ range: ClosedRange<Double>) {
    (lowest, takesLowest) = (range.lowerBound, true)
    (highest, takesHighest) = (range.upperBound, true)
  }

  /// All numbers of a range, its ends too.
  package init(_ range: ClosedRange<Int>) {
    self.init(Double(range.lowerBound)...Double(range.upperBound))
  }

  /// All numbers from the range's lower end to below its upper one.
  package init(_ range: Range<Double>) {
    (lowest, takesLowest) = (range.lowerBound, true)
    (highest, takesHighest) = (range.upperBound, false)
  }

  /// All numbers above one, up to another where there is one.
  package init(above lowest: Double, upTo highest: Double? = nil) {
    (self.lowest, takesLowest) = (lowest, false)
    (self.highest, takesHighest) = (highest, true)
  }

  /// All numbers from one on.
  package init(from lowest: Double) {
    (self.lowest, takesLowest) = (lowest, true)
    (highest, takesHighest) = (nil, true)
  }

  /// Whether a number is one of them; infinity and NaN never are.
  package func contains(_ value: Double) -> Bool {
    let isHighEnough = takesLowest ? value >= lowest : value > lowest
    let isLowEnough = highest.map { takesHighest ? value <= $0 : value < $0 } ?? true
    return value.isFinite && isHighEnough && isLowEnough
  }

  /// Looks at the value of an option, which is named without dashes; an option without one is in
  /// order.
  ///
  /// - Throws: `OptionFault.outOfBounds`.
  package func check(_ option: String, _ value: Int?) throws(OptionFault) {
    guard let value, !contains(Double(value)) else { return }
    throw .outOfBounds(option: option, value: .integer(value), self)
  }

  /// The same for a number that need not be whole.
  package func check(_ option: String, _ value: Double?) throws(OptionFault) {
    guard let value, !contains(value) else { return }
    throw .outOfBounds(option: option, value: .number(value), self)
  }
}
