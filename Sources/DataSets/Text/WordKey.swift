/// A word in eight bytes: its own if there are at most eight, else where it lies.
///
/// No word holds a zero byte, so the bytes of a short one say how many they are, and a zero in the
/// first byte marks a long one. All zeros is the word that is missing.
enum WordKey {
  static let missing: UInt64 = 0

  /// The key of the word of `count` bytes, at most eight, at the start of `bytes`.
  @inline(__always)
  static func short(_ bytes: UInt64, _ count: Int) -> UInt64 { EightBytes.first(count, of: bytes) }

  /// The key of a longer word, which lies `offset` bytes into the text or into a chunk's copies.
  static func long(_ offset: Int, _ count: Int, isCopied: Bool) -> UInt64 {
    UInt64(truncatingIfNeeded: offset) << 8 | UInt64(truncatingIfNeeded: count) << 40
      | (isCopied ? 1 << 61 : 0)
  }

  /// Whether the word of a key, which is none that is missing, is a long one.
  @inline(__always)
  static func isLong(_ key: UInt64) -> Bool { key & 0xff == 0 }

  static func offset(_ key: UInt64) -> Int { Int(key >> 8 & 0xffff_ffff) }
  static func count(_ key: UInt64) -> Int { Int(key >> 40 & 0x1f_ffff) }
  static func isCopied(_ key: UInt64) -> Bool { key >> 61 == 1 }

  /// What a table knows a long word by: a hash of its bytes that no short word can be.
  ///
  /// Eight bytes after the word may be read.
  static func tag(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    for offset in stride(from: 0, to: count, by: 8) {
      hash = spread(hash ^ EightBytes.first(count &- offset, of: EightBytes.load(start + offset)))
    }
    return max(hash << 8, 0x100)
  }

  /// A number whose high bits depend on all bits of `key`.
  @inline(__always)
  static func spread(_ key: UInt64) -> UInt64 {
    let product = key &* 0xd6e8_feb8_6659_fd93
    return (product ^ (product &>> 32)) &* 0xd6e8_feb8_6659_fd93
  }
}

/// Eight bytes looked at at once.
enum EightBytes {
  static let lineFeeds = repeated(UInt8(ascii: "\n"))

  static func repeated(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

  /// The eight bytes from `start` on, the first in the lowest bits.
  @inline(__always)
  static func load(_ start: UnsafePointer<UInt8>) -> UInt64 {
    UInt64(littleEndian: UnsafeRawPointer(start).loadUnaligned(as: UInt64.self))
  }

  /// The top bit of the first zero byte, and perhaps of bytes after it.
  @inline(__always)
  static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// The first `count` of the eight bytes, 1 or more.
  @inline(__always)
  static func first(_ count: Int, of word: UInt64) -> UInt64 {
    count >= 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1)
  }
}
