import Numbers
package import System

extension Table {
  /// SHA-256 of the keys of the columns and of all cells: texts, and the bits of numbers.
  ///
  /// Neither titles nor the formats of numbers count.
  /// - Throws: `CancellationError` after an interrupt, which is looked for before each row.
  package func digest(interrupt: Interrupt = .never) throws(CancellationError) -> String {
    var digest = Digest()
    columns.forEach { digest.update($0.key) }
    for row in rows {
      try interrupt.check()
      digest.update(row.cells.map(\.mark))
    }
    return digest.hexadecimal()
  }
}

extension Table.Cell {
  /// 64 bits that differ where values do: of a number its bits, of a text FNV-1a.
  var mark: UInt64 {
    switch self {
    case .text(let text): Self.mixed(Self.hash(of: text) ^ 1)
    case .missing: Self.mixed(2)
    default: value.map { Self.mixed($0.isNaN ? 3 : $0.bitPattern) } ?? Self.mixed(2)
    }
  }

  /// FNV-1a of the text's UTF-8.
  static func hash(of text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// The finalizer of SplitMix64, which spreads every bit over all.
  static func mixed(_ value: UInt64) -> UInt64 {
    var bits = value &+ 0x9e37_79b9_7f4a_7c15
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}
