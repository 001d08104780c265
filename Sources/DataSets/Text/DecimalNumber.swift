/// Reads decimal numbers from bytes.
enum DecimalNumber {
  /// A decimal number rounded to double and then to float; nil where that is infinite.
  static func float(_ start: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    guard let value = double(start, count).map(Float.init), value.isFinite else { return nil }
    return value
  }

  /// The decimal number that a word is; nil if it is none.
  static func of(_ word: String) -> Double? {
    var word = word
    return word.withUTF8 { bytes in bytes.baseAddress.flatMap { double($0, bytes.count) } }
  }

  /// A decimal number, `.5` and `1e-3` included, also with Unicode's minus (U+2212); nil for "nan", "0x1p3",
  /// "1e999" and the like.
  static func double(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    var index = 0
    var isNegative = false
    if count > 0, start[0] == UInt8(ascii: "-") || start[0] == UInt8(ascii: "+") {
      isNegative = start[0] == UInt8(ascii: "-")
      index = 1
    }
    var digits: UInt64 = 0
    var digitCount = 0
    var decimals = 0
    var hasPoint = false
    while index < count {
      let byte = start[index] &- UInt8(ascii: "0")
      if byte <= 9 {
        digits = digits &* 10 &+ UInt64(byte)
        digitCount += 1
        if hasPoint { decimals += 1 }
      } else if start[index] == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        return slow(start, count)
      }
      index += 1
    }
    // Up to 15 digits and a power of ten up to 22 are exact, and so their quotient is rounded once.
    guard digitCount > 0, digitCount <= 15, decimals <= 22 else { return slow(start, count) }
    let value = decimals == 0 ? Double(digits) : Double(digits) / powers[decimals]
    return isNegative ? -value : value
  }

  /// The number that `count` digits make, nil if there are more than eight or anything else.
  ///
  /// Eight bytes are taken at once, the last digits in the highest: pairs, fours and eights of them
  /// are joined by multiplication. Eight bytes after the number may be read.
  @inline(__always)
  static func digits(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    guard count <= 8 else { return nil }
    let bytes = EightBytes.load(start) ^ EightBytes.repeated(UInt8(ascii: "0"))
    let digits = bytes &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    guard (digits | (digits &+ EightBytes.repeated(0x76))) & EightBytes.repeated(0x80) == 0 else {
      return nil
    }
    let pairs = digits &* 10 &+ digits &>> 8
    let even = (pairs & 0xff_0000_00ff) &* (100 &+ 1_000_000 &<< 32)
    let odd = (pairs &>> 16 & 0xff_0000_00ff) &* (1 &+ 10_000 &<< 32)
    return UInt32(truncatingIfNeeded: (even &+ odd) &>> 32)
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The bytes of U+2212, a minus sign.
  private static let minus: [UInt8] = [0xe2, 0x88, 0x92]

  private static func slow(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    if count > minus.count, start[0] == minus[0], start[1] == minus[1], start[2] == minus[2],
      start[3] != UInt8(ascii: "-"), start[3] != UInt8(ascii: "+"), start[3] != minus[0]
    {
      return double(start + minus.count, count - minus.count).map { -$0 }
    }
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let isDecimal = bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
    else { return nil }
    return value
  }
}
