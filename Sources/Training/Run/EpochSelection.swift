/// The choice of the epoch whose weights a run keeps, of all tasks or of one.
struct EpochSelection: Codable, Sendable, Equatable {
  /// The epoch of the kept weights; nil if they are those at the start.
  var epoch: Int?
  /// The monitored metric of that epoch, smaller is better.
  var best: Double?
  /// The number of epochs since then.
  var epochsWithoutGain = 0

  /// Takes note of an epoch's metric; true if its weights are to be kept, as it is the best so far or cannot
  /// be compared.
  mutating func takes(_ figure: Double?) -> Bool {
    guard let figure else { return true }
    if let best, best <= figure {
      epochsWithoutGain += 1
      return false
    }
    (best, epochsWithoutGain) = (figure, 0)
    return true
  }

  func isPossible(epochs started: Int) -> Bool {
    epoch.map { (1...max(1, started)).contains($0) } ?? true && best.map(\.isFinite) ?? true
      && (0...max(0, started)).contains(epochsWithoutGain)
  }
}

extension [EpochSelection] {
  /// The epochs of the kept weights: one, or one per task if they differ; none at the start.
  var epochs: [Int] {
    let epochs = compactMap(\.epoch)
    return Set(epochs).count == 1 ? Array<Int>(epochs.prefix(1)) : epochs
  }

  /// True if none of the tasks that have the metric has gained for that many epochs.
  func areWithoutGain(for patience: Int) -> Bool {
    let judged = filter { $0.best != nil }
    return !judged.isEmpty && judged.allSatisfy { $0.epochsWithoutGain >= patience }
  }
}
