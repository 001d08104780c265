import ArgumentParser

/// How characters are written as bytes.
package enum TextEncoding: String, Sendable, Codable, CaseIterable, ExpressibleByArgument {
  case utf8 = "utf-8"
  case utf16LittleEndian = "utf-16le"
  case utf16BigEndian = "utf-16be"
  /// Windows-1252, which has the letters of ISO 8859-1.
  case latin1 = "latin-1"

  /// The encoding of a text that begins with `bytes`.
  init(of bytes: some Collection<UInt8>) {
    let start = Array(bytes)
    if start.starts(with: [0xff, 0xfe]) {
      self = .utf16LittleEndian
    } else if start.starts(with: [0xfe, 0xff]) {
      self = .utf16BigEndian
    } else {
      self = Self.unmarked(start)
    }
  }

  private static func unmarked(_ bytes: [UInt8]) -> TextEncoding {
    let pairs = bytes.count / 2
    if pairs >= 4 {
      let low = (0..<pairs).count { bytes[2 * $0] == 0 }
      let high = (0..<pairs).count { bytes[2 * $0 + 1] == 0 }
      if high * 10 > pairs * 7, low == 0 { return .utf16LittleEndian }
      if low * 10 > pairs * 7, high == 0 { return .utf16BigEndian }
    }
    return isLatin1(bytes) ? .latin1 : .utf8
  }

  /// Whether high bytes stand alone between ASCII letters as those of accented letters do, in two
  /// lines at least; one such byte may be damage.
  private static func isLatin1(_ bytes: [UInt8]) -> Bool {
    var lines = 0
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let line = Array(line)
      let high = line.indices.filter { line[$0] >= 0x80 }
      if high.isEmpty { continue }
      let text = line.withUnsafeBufferPointer { FieldBytes.isText($0) }
      // A letter of UTF-8 says that the others are damage.
      if text { return false }
      let areLetters = high.allSatisfy { index in
        let byte = line[index]
        let isLetter = byte >= 0xc0 && byte != 0xd7 && byte != 0xf7 && byte != 0xff
        let neighbours = [index - 1, index + 1].filter(line.indices.contains).map { line[$0] }
        return (isLetter && neighbours.contains(where: isASCIILetter))
          || [0x80, 0x92, 0x93, 0x94, 0x96, 0xa3, 0xa7, 0xb0].contains(byte)
      }
      if !areLetters { return false }
      lines += 1
    }
    return lines >= 2
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }
}

/// Turns text of another encoding, or with other line ends, into UTF-8 with line feeds.
struct TextDecoder {
  let encoding: TextEncoding
  /// Whether a carriage return alone ends a line.
  let returnsEndLines: Bool
  /// The first byte of a pair, and the first half of a character, that the last stretch ended with.
  private var byte: UInt8?
  private var surrogate: UInt16?

  /// nil for text that can be read as it is.
  init?(_ encoding: TextEncoding, returnsEndLines: Bool = false) {
    if encoding == .utf8, !returnsEndLines { return nil }
    self.encoding = encoding
    self.returnsEndLines = returnsEndLines
  }

  /// Adds what a stretch of bytes means to `text`; at the last one, what is left over too.
  mutating func decode(_ bytes: UnsafeRawBufferPointer, isLast: Bool, to text: inout [UInt8]) {
    let start = text.count
    switch encoding {
    case .utf8: text.append(contentsOf: bytes)
    case .latin1: for byte in bytes { append(Self.windows1252(byte), to: &text) }
    case .utf16LittleEndian, .utf16BigEndian:
      for next in bytes {
        guard let first = byte else {
          byte = next
          continue
        }
        byte = nil
        let (low, high) = encoding == .utf16LittleEndian ? (first, next) : (next, first)
        take(UInt16(high) << 8 | UInt16(low), to: &text)
      }
      if isLast, byte != nil || surrogate != nil { append(0xfffd, to: &text) }
    }
    guard returnsEndLines else { return }
    for index in start..<text.count where text[index] == 13 { text[index] = 10 }
  }

  /// A unit of UTF-16: a character, or half of one.
  private mutating func take(_ unit: UInt16, to text: inout [UInt8]) {
    if let first = surrogate {
      surrogate = nil
      if (0xdc00...0xdfff).contains(unit) {
        append(0x10000 + (UInt32(first) & 0x3ff) << 10 + UInt32(unit) & 0x3ff, to: &text)
        return
      }
      append(0xfffd, to: &text)
    }
    if (0xd800...0xdbff).contains(unit) {
      surrogate = unit
    } else {
      append(UInt32(unit), to: &text)
    }
  }

  @inline(__always)
  private func append(_ scalar: UInt32, to text: inout [UInt8]) {
    if scalar < 0x80 {
      text.append(UInt8(truncatingIfNeeded: scalar))
    } else {
      text.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
    }
  }

  /// The character of a byte in Windows-1252; unassigned bytes are ISO 8859-1's controls.
  private static func windows1252(_ byte: UInt8) -> UInt32 {
    (0x80..<0xa0).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
  }

  private static let upper: [UInt32] = [
    0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
  ]
}
