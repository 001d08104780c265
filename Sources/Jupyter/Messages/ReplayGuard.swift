import System

/// Remembers the signatures of the latest messages, so that a recorded message works only once.
///
/// Two generations bound the memory: a full one becomes the older, and the older is forgotten. So
/// at least the last `generationSize` messages are known.
final class ReplayGuard: Sendable {
  private struct State {
    var newer: Set<Fingerprint> = []
    var older: Set<Fingerprint> = []
  }

  /// The first 128 bits of a signature.
  private struct Fingerprint: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ digits: some Collection<UInt8>) {
      high = Self.number(digits.prefix(16))
      low = Self.number(digits.dropFirst(16).prefix(16))
    }

    private static func number(_ digits: some Sequence<UInt8>) -> UInt64 {
      digits.reduce(0) { $0 << 4 | UInt64($1 < 0x40 ? $1 & 15 : ($1 & 15) &+ 9) }
    }
  }

  private let generationSize: Int
  private let state = Lock(State())

  init(generationSize: Int = 16_384) { self.generationSize = generationSize }

  /// Whether no message with this signature was admitted before; unsigned ones are not told apart.
  func admits(_ signature: [UInt8]) -> Bool {
    if signature.isEmpty { return true }
    let fingerprint = Fingerprint(signature)
    return state.withLock { state in
      if state.older.contains(fingerprint) || !state.newer.insert(fingerprint).inserted {
        return false
      }
      if state.newer.count >= generationSize {
        state.older = state.newer
        state.newer = []
      }
      return true
    }
  }
}
