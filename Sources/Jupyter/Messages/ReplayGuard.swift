import System

/// Remembers the signatures of recent messages, so that a recorded message cannot be replayed.
///
/// Signatures are kept in two generations: when the newer one is full, it replaces the older one. So at
/// least the last `generationSize` messages are known, in bounded memory.
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

  /// Admits a message with this signature, unless one was admitted before; unsigned messages always pass.
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
