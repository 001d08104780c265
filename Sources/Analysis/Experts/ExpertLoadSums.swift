import Models

/// A task's weights of the experts, as shares of each row's sum.
struct ExpertLoadSums {
  private static let bins = 1000
  private let record: Record
  /// The expert of each column.
  private let owners: [Int]
  private let isSeen: [Bool]
  private var rows = 0.0
  private var sums: [Double]
  private var tops: [Double]
  /// The largest share of any row.
  private var largest: [Double]
  /// How many rows had a share in each thousandth, [experts × bins].
  private var histogram: [Int32]
  private var shares: [Double]

  init(_ record: Record, _ experts: [String]) {
    self.record = record
    owners = record.parts.map { part in
      experts.firstIndex(of: GatePart(part).expert) ?? 0
    }
    let owners = owners
    isSeen = experts.indices.map(owners.contains)
    sums = experts.map { _ in 0 }
    (tops, largest, shares) = (sums, sums, sums)
    histogram = Array(repeating: 0, count: experts.count * Self.bins)
  }

  mutating func add(_ row: UnsafeBufferPointer<Float>) {
    for expert in shares.indices { shares[expert] = 0 }
    var sum = 0.0
    for (column, owner) in owners.enumerated() {
      let weight = Double(row[record.offset + column].magnitude)
      shares[owner] += weight
      sum += weight
    }
    rows += 1
    guard sum > 0, sum.isFinite else { return }
    var most = 0.0
    for expert in shares.indices {
      shares[expert] /= sum
      sums[expert] += shares[expert]
      most = max(most, shares[expert])
      largest[expert] = max(largest[expert], shares[expert])
      let bin = min(Self.bins - 1, Int(shares[expert] * Double(Self.bins)))
      histogram[expert * Self.bins + bin] += 1
    }
    // Of equal weights each counts as the largest in part.
    let winners = shares.indices.filter { shares[$0] == most }
    for expert in winners { tops[expert] += 1 / Double(winners.count) }
  }

  /// nil where the task does not see the expert.
  var loads: [ExpertHealth.Load?] {
    let isShared = record.role == .connection
    return sums.indices.map { expert in
      guard isSeen[expert], rows > 0 else { return nil }
      return ExpertHealth.Load(
        mean: sums[expert] / rows, top: isShared ? nil : tops[expert] / rows, high: high(expert))
    }
  }

  /// The upper end of the thousandth that the 95th percentile lies in, where shares reach it.
  private func high(_ expert: Int) -> Double {
    var left = 0.95 * rows
    for bin in 0..<Self.bins {
      left -= Double(histogram[expert * Self.bins + bin])
      if left <= 0 { return min(largest[expert], Double(bin + 1) / Double(Self.bins)) }
    }
    return largest[expert]
  }
}
