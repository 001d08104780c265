/// How a number is written for people: ASCII minus, commas between thousands, `n/a` for NaN.
package enum NumberFormat: Sendable, Equatable {
  /// So many decimals.
  case fixed(Int)
  /// So many decimals, and a plus before what is above zero: a difference.
  case signed(Int)
  /// A whole number: 16,281.
  case count
  /// A share 0…1 in per cent with so many decimals: 41.20 %.
  case percent(Int)
  /// So many significant digits; very large and very small ones with an exponent.
  case significant(Int)
  /// A loss or an error, whose unit may make it large or small: four decimals from 0.01 to 1,000, else four
  /// significant digits, and from 10 million on with an exponent: 0.4194, 642,018, 5.185e+11.
  case anyScale
  /// The same of a difference, with a plus before what is above zero.
  case signedAnyScale
  /// Four decimals below 1,000, from there on as `anyScale`: an R², which is near 1 unless something is wrong.
  case fourDecimals
  /// The same of a difference, with a plus before what is above zero.
  case signedFourDecimals
  /// A duration with three digits: 21.4 s.
  case seconds

  /// The format of spreads and distances beside a figure in this one: with as many decimals, unless they are
  /// far larger.
  package func beside(_ value: Double) -> NumberFormat {
    self == .anyScale && Decimal.hasFourDecimals(value) ? .fourDecimals : self
  }

  /// The same of differences, which have a sign.
  package func ofDifferences(from value: Double) -> NumberFormat {
    switch beside(value) {
    case .fixed(let decimals): .signed(decimals)
    case .fourDecimals: .signedFourDecimals
    case .anyScale: .signedAnyScale
    default: .signed(4)
    }
  }

  /// `value` in this format.
  package func text(_ value: Double) -> String {
    if value.isNaN { return "n/a" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    switch self {
    case .fixed(let decimals): return Decimal.fixed(value, decimals)
    case .signed(let decimals): return Self.signed(Decimal.fixed(value, decimals), value)
    case .count: return Decimal.fixed(value, 0)
    case .percent(let decimals): return Decimal.fixed(value, decimals, shift: 2) + " %"
    case .significant(let digits): return Decimal.significant(value, digits)
    case .anyScale: return Decimal.anyScale(value)
    case .signedAnyScale: return Self.signed(Decimal.anyScale(value), value)
    case .fourDecimals: return Decimal.fourDecimals(value)
    case .signedFourDecimals: return Self.signed(Decimal.fourDecimals(value), value)
    case .seconds: return Decimal.fixed(value, Self.secondsDecimals(value)) + " s"
    }
  }

  private static func signed(_ text: String, _ value: Double) -> String {
    let isZero = !text.contains { ("1"..."9").contains($0) }
    return value > 0 && !isZero ? "+" + text : text
  }

  private static func secondsDecimals(_ value: Double) -> Int {
    switch value.magnitude {
    case ..<1: 3
    case ..<10: 2
    case ..<100: 1
    default: 0
    }
  }
}

/// Decimal digits of binary numbers, rounded as C's `printf` does: exactly, ties to even.
enum Decimal {
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// A finite `value` times 10^`shift` with `decimals` (at most 15) behind the point.
  static func fixed(_ value: Double, _ decimals: Int, shift: Int = 0) -> String {
    let decimals = min(max(decimals, 0), powers.count - 1 - shift)
    let magnitude = value.magnitude
    guard magnitude < 0x1p53 else { return "\(value * powers[shift])" }
    let whole = magnitude.rounded(.towardZero)
    let digits = decimals + shift
    // Without decimals a tie looks at the whole number: 1.5 is 2 and 2.5 too.
    let part =
      digits == 0
      ? magnitude.rounded(.toNearestOrEven) - whole
      : rounded(magnitude - whole, times: powers[digits])
    // The digits of whole and part side by side are the value in units of the last digit.
    let (carry, rest) = Int(part).quotientAndRemainder(dividingBy: Int(powers[digits]))
    let tail = padded(rest, digits)
    let text = grouped("\(Int(whole) + carry)" + tail.prefix(shift))
    let fraction = decimals == 0 ? "" : "." + tail.suffix(decimals)
    let isZero = Int(whole) + carry == 0 && rest == 0
    return (value < 0 && !isZero ? "-" : "") + text + fraction
  }

  /// The whole number nearest to the exact product.
  ///
  /// The product in double may hit a tie that the exact one misses; `fma` tells on which side it is.
  private static func rounded(_ fraction: Double, times power: Double) -> Double {
    let product = fraction * power
    let below = product.rounded(.down)
    guard product - below == 0.5 else { return product.rounded(.toNearestOrEven) }
    let error = (-product).addingProduct(fraction, power)
    if error == 0 { return product.rounded(.toNearestOrEven) }
    return error > 0 ? below + 1 : below
  }

  /// `digits` significant digits: 0.0123, 1,235; below 1e-4 and from 1e15 on as 1.23e-05.
  static func significant(_ value: Double, _ digits: Int) -> String {
    guard value != 0 else { return fixed(0, max(digits - 1, 0)) }
    let exponent = decimalExponent(value.magnitude)
    guard (-4..<15).contains(exponent) else { return scientific(value, exponent, digits) }
    let decimals = max(digits - 1 - exponent, 0)
    let text = fixed(value, decimals)
    // 9.996 with three digits is 10.0, not 10.00.
    let grown = decimalExponent((Double(text.filter { $0 != "," }) ?? value).magnitude) > exponent
    return grown && decimals > 0 ? fixed(value, decimals - 1) : text
  }

  /// See `NumberFormat.anyScale`.
  static func anyScale(_ value: Double) -> String {
    if hasFourDecimals(value) { return fixed(value, 4) }
    return value.magnitude < 1e7
      ? significant(value, 4) : scientific(value, decimalExponent(value.magnitude), 4)
  }

  /// See `NumberFormat.fourDecimals`.
  static func fourDecimals(_ value: Double) -> String {
    value.magnitude < 1000 ? fixed(value, 4) : anyScale(value)
  }

  static func hasFourDecimals(_ value: Double) -> Bool {
    value == 0 || (0.01..<1000).contains(value.magnitude)
  }

  private static func scientific(_ value: Double, _ exponent: Int, _ digits: Int) -> String {
    let unit = Double("1e\(exponent)") ?? 1
    let mantissa = fixed(value / unit, digits - 1)
    return mantissa + (exponent < 0 ? "e-" : "e+") + padded(abs(exponent), 2)
  }

  /// The exponent of the leading decimal digit of a positive number.
  private static func decimalExponent(_ magnitude: Double) -> Int {
    var exponent = Int(Double(magnitude.exponent) * 0.30102999566398120)
    while (Double("1e\(exponent)") ?? 0) > magnitude { exponent -= 1 }
    while (Double("1e\(exponent + 1)") ?? .infinity) <= magnitude { exponent += 1 }
    return exponent
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = width == 0 ? "" : "\(number)"
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Leading zeros dropped, commas between thousands.
  private static func grouped(_ digits: String) -> String {
    let significant = Array(digits.drop { $0 == "0" })
    guard !significant.isEmpty else { return "0" }
    var text = ""
    for (index, digit) in significant.enumerated() {
      if index > 0, (significant.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }
}
