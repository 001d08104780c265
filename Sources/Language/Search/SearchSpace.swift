import Numbers
import Options

/// The values of one option that a search tries.
struct VariedOption {
  /// Values between two bounds, or some words.
  enum Values: Equatable {
    case range(from: Double, to: Double, isWhole: Bool)
    case words([String])
  }

  /// The option without dashes.
  let name: String
  let values: Values

  /// Reads `learning-rate=0.0001..0.01` or `num-experts=2,4,8`; nil if it is neither.
  init?(_ word: String) {
    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].hasPrefix("-") else { return nil }
    name = parts[0]
    if let dots = parts[1].firstRange(of: "..") {
      let (low, high) = (String(parts[1][..<dots.lowerBound]), String(parts[1][dots.upperBound...]))
      guard let from = Double(low), let to = Double(high), from < to, from.isFinite, to.isFinite
      else { return nil }
      values = .range(from: from, to: to, isWhole: Int(low) != nil && Int(high) != nil)
    } else {
      let words = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard !words.contains("") else { return nil }
      values = .words(words)
    }
  }

  /// Takes a name and values.
  init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// The same with whole numbers only, for an option that takes no others.
  func whole(_ isWhole: Bool) -> VariedOption {
    guard case .range(let from, let to, _) = values else { return self }
    return VariedOption(name: name, values: .range(from: from, to: to, isWhole: isWhole))
  }

  /// Whether a range is drawn on the scale of logarithms: where its bounds span a factor of ten.
  var isLogarithmic: Bool {
    if case .range(let from, let to, _) = values { from > 0 && to >= 10 * from } else { false }
  }

  /// A value, drawn; numbers that are not whole have three significant digits.
  ///
  /// A whole number k stands for all from k to k + 1, so on the scale of logarithms it is drawn with probability
  /// log((k + 1) / k) / log((b + 1) / a) of the whole numbers a to b.
  func draw(_ stream: inout RandomStream) -> String {
    switch values {
    case .words(let words): return words[stream.below(words.count)]
    case .range(let from, let to, let isWhole):
      let end = isWhole ? to + 1 : to
      let drawn =
        isLogarithmic
        ? Elementary.exp(stream.uniform(in: Elementary.log(from)...Elementary.log(end)))
        : stream.uniform(in: from...end)
      let value = min(max(drawn, from), to)
      if !isWhole { return Self.shortened(value, from...to) }
      // Bounds near the largest whole number may be rounded up.
      return "\(Int(exactly: value.rounded(.down)) ?? .max)"
    }
  }

  /// Three significant digits, unless that leaves the range.
  private static func shortened(_ value: Double, _ range: ClosedRange<Double>) -> String {
    guard value != 0 else { return "0.0" }
    var unit = 1.0
    while value.magnitude * unit < 100 { unit *= 10 }
    while value.magnitude * unit >= 1000 { unit /= 10 }
    let short = (value * unit).rounded() / unit
    return "\(range.contains(short) ? short : value)"
  }
}

/// The trials of a search: some values for each option that varies.
struct SearchSpace {
  let options: [VariedOption]

  /// How the trials come about.
  enum Manner: Equatable {
    /// Every combination, in order.
    case grid
    /// Drawn with a seed.
    case random
  }

  /// The number of combinations; nil if an option has a range.
  private var combinations: Int? {
    var product = 1
    for option in options {
      guard case .words(let words) = option.values else { return nil }
      let (next, isTooLarge) = product.multipliedReportingOverflow(by: words.count)
      if isTooLarge { return .max }
      product = next
    }
    return product
  }

  /// A grid where all options are lists whose combinations are no more than the trials.
  func manner(_ trials: Int) -> Manner {
    combinations.map { $0 <= trials ? .grid : .random } ?? .random
  }

  /// The values of each trial, in the order of the options; no two trials are the same.
  ///
  /// There are fewer than asked for if the grid is smaller, or if draws keep coming up again.
  func trials(_ count: Int, seed: UInt64) -> [[String]] {
    if manner(count) == .grid { return grid }
    var stream = RandomStream(seed: seed, purpose: "search")
    var seen: Set<[String]> = []
    var trials: [[String]] = []
    for _ in 0..<(100 * count) where trials.count < count {
      let trial = options.map { $0.draw(&stream) }
      if seen.insert(trial).inserted { trials.append(trial) }
    }
    return trials
  }

  /// The last option varies fastest.
  private var grid: [[String]] {
    options.reduce([[]]) { trials, option in
      guard case .words(let words) = option.values else { return trials }
      return trials.flatMap { trial in words.map { trial + [$0] } }
    }
  }
}
