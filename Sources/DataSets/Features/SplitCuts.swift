/// Where the values of a column, in their order, can be cut into training, validation and test.
struct SplitCuts {
  /// Rows before each value.
  private let before: [Int]
  private let rows: Int

  /// `counts`: the rows of each value, in the order of the values.
  init(_ counts: [Int]) {
    var sum = 0
    before = counts.map { count in
      defer { sum += count }
      return sum
    }
    rows = sum
  }

  /// The indices of the values with which validation and test begin: the cuts nearest to the shares that
  /// leave no wanted part empty; nil if there are too few values.
  func bounds(_ ratio: [Double]) -> (validation: Int, test: Int)? {
    let shares = Split.bounds(ratio)
    let (wantsValidation, wantsTest) = (ratio[1] > 0, ratio[2] > 0)
    let wanted = 1 + (wantsValidation ? 1 : 0) + (wantsTest ? 1 : 0)
    guard before.count >= wanted else { return nil }
    if wanted == 1 { return (before.count, before.count) }
    if !wantsTest { return (nearest(shares.0), before.count) }
    let test = nearest(shares.1)
    if !wantsValidation { return (test, test) }
    let validation = nearest(shares.0)
    if validation < test { return (validation, test) }
    // One value holds both cuts: one of them moves by a value.
    let earlier = validation > 1 ? (validation - 1, test) : nil
    let later = test + 1 < before.count ? (validation, test + 1) : nil
    return [earlier, later].compactMap { $0 }.min {
      distance($0, shares) < distance($1, shares)
    }
  }

  private func nearest(_ share: Double) -> Int {
    (1..<before.count).min { distance($0, share) < distance($1, share) } ?? 1
  }

  private func distance(_ index: Int, _ share: Double) -> Double {
    abs(Double(before[index]) - share * Double(rows))
  }

  private func distance(_ cuts: (Int, Int), _ shares: (Double, Double)) -> Double {
    distance(cuts.0, shares.0) + distance(cuts.1, shares.1)
  }
}
