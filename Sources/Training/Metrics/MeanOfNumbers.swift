extension Sequence<Double> {
  /// The mean of the finite elements; NaN if there are none.
  ///
  /// A task has no loss, NaN, in a batch in which no row has its label.
  package var meanOfNumbers: Double {
    let numbers = filter(\.isFinite)
    return numbers.reduce(0, +) / Double(numbers.count)
  }
}
