extension Sequence<Double> {
  /// The mean of those that are numbers, NaN without any: a task has none for a batch in which no
  /// row has its label.
  package var meanOfNumbers: Double {
    let numbers = filter(\.isFinite)
    return numbers.reduce(0, +) / Double(numbers.count)
  }
}
