/// Round numbers that mark an axis: steps of 1, 2 or 5 times a power of ten.
struct Ticks {
  /// From below the range to above it.
  let values: [Double]
  let step: Double
  /// Decimals that tell one mark from the next.
  let decimals: Int

  /// Marks around `range`, about `count` of them.
  init(spanning range: ClosedRange<Double>, count: Int = 5) {
    let rough = (range.upperBound - range.lowerBound) / Double(max(count - 1, 1))
    var power = 0
    while Self.power(power) > rough { power -= 1 }
    while Self.power(power + 1) <= rough { power += 1 }
    let factor = [1.0, 2, 5, 10].first { $0 * Self.power(power) >= rough * 0.999 } ?? 10
    step = factor * Self.power(power)
    decimals = max(0, factor == 10 ? -power - 1 : -power)
    // Multiples of the step, not sums of it, so that 0.3 is 0.3.
    let first = (range.lowerBound / step + 1e-9).rounded(.down)
    let last = max(first + 1, (range.upperBound / step - 1e-9).rounded(.up))
    let unit = step
    values = stride(from: first, through: last, by: 1).map { $0 * unit }
  }

  /// Plain decimals, or significant digits where those would be many.
  var format: NumberFormat {
    decimals > 6 || max(lowest.magnitude, highest.magnitude) >= 1e9
      ? .significant(4) : .fixed(decimals)
  }

  var lowest: Double { values.first ?? 0 }
  var highest: Double { values.last ?? 1 }

  /// Smallest and largest number, at least a little apart; 0…1 for none.
  static func range(of numbers: [Double]) -> ClosedRange<Double> {
    guard let low = numbers.min(), let high = numbers.max() else { return 0...1 }
    // A span that no step divides, or one so small that a step would round to nothing.
    guard high - low <= low.magnitude * 1e-12 || high - low < 1e-300 else { return low...high }
    let margin = low.magnitude < 1e-300 ? 1 : low.magnitude / 2
    return (low - margin)...(high + margin)
  }

  private static func power(_ exponent: Int) -> Double { Double("1e\(exponent)") ?? 0 }
}
