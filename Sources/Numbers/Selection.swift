extension [Double] {
  /// The value that would stand at `place` if these were sorted; time in proportion to their number, as a rule.
  ///
  /// Hoare's selection: of ever smaller parts, the one that holds the place is cut once more. No value is NaN.
  package func sortedValue(at place: Int) -> Double {
    var values = self
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = values[low + (high - low) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        if left <= right {
          values.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    return values[place]
  }
}
