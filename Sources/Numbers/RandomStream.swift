import CKernels

/// A sequence of random numbers that depends on a seed and a purpose only.
///
/// Counter-based (Philox4x32-10): a stream is the same on every machine and unaffected by others.
/// The purpose ("weights of gates", "order of epoch 3") keeps streams of one seed apart.
package struct RandomStream: Sendable {
  private let key: (UInt32, UInt32)
  private let purpose: UInt64
  private var block: UInt64 = 0
  private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var used = 4
  private var spareNormal: Double?

  /// Starts the stream of a seed and a purpose.
  package init(seed: UInt64, purpose: String) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.purpose = Self.hash(purpose)
  }

  /// FNV-1a over the UTF-8 bytes; Swift's own hash differs in each run of the program.
  static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Draws 32 uniform random bits.
  package mutating func bits() -> UInt32 {
    if used == 4 { refill() }
    used += 1
    switch used {
    case 1: return words.0
    case 2: return words.1
    case 3: return words.2
    default: return words.3
    }
  }

  private mutating func refill() {
    let counter = [
      UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: block >> 32),
      UInt32(truncatingIfNeeded: purpose), UInt32(truncatingIfNeeded: purpose >> 32),
    ]
    var result: [UInt32] = [0, 0, 0, 0]
    dephn_philox([key.0, key.1], counter, &result)
    words = (result[0], result[1], result[2], result[3])
    block += 1
    used = 0
  }

  /// Draws a number uniform in [0, 1), a multiple of 2⁻⁵³.
  package mutating func uniform() -> Double {
    let high = UInt64(bits() >> 5)
    let low = UInt64(bits() >> 6)
    return Double(high << 26 | low) * 0x1p-53
  }

  /// Draws a number uniform in `range`.
  package mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// Draws a standard normal number (Box and Muller, in pairs).
  package mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * dephn_log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * dephn_sin(angle)
    return radius * dephn_sin(angle + Double.pi / 2)
  }

  /// Draws an integer uniform in 0 ..< `count`, without bias (Lemire's rejection).
  package mutating func below(_ count: Int) -> Int {
    precondition(count > 0 && count <= UInt32.max)
    let bound = UInt32(count)
    let threshold = (0 &- bound) % bound
    while true {
      let product = UInt64(bits()) * UInt64(bound)
      if UInt32(truncatingIfNeeded: product) >= threshold { return Int(product >> 32) }
    }
  }

  /// Shuffles `items`, every order equally likely (Fisher and Yates).
  package mutating func shuffle<Item>(_ items: inout [Item]) {
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, below(last + 1))
    }
  }
}
