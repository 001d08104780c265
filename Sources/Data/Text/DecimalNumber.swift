/// Reads decimal numbers from bytes.
enum DecimalNumber {
  /// A decimal number, `.5` and `1e-3` included, rounded to double and then to float; nil for
  /// "nan", "0x1p3", "1e999" and the like.
  static func float(_ start: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    var place = 0
    var isNegative = false
    if count > 0, start[0] == UInt8(ascii: "-") || start[0] == UInt8(ascii: "+") {
      isNegative = start[0] == UInt8(ascii: "-")
      place = 1
    }
    var digits: UInt64 = 0
    var digitCount = 0
    var decimals = 0
    var hasPoint = false
    while place < count {
      let byte = start[place] &- UInt8(ascii: "0")
      if byte <= 9 {
        digits = digits &* 10 &+ UInt64(byte)
        digitCount += 1
        if hasPoint { decimals += 1 }
      } else if start[place] == UInt8(ascii: "."), !hasPoint {
        hasPoint = true
      } else {
        return slow(start, count)
      }
      place += 1
    }
    // Up to 15 digits and a power of ten up to 22 are exact, and so their quotient is rounded once.
    guard digitCount > 0, digitCount <= 15, decimals <= 22 else { return slow(start, count) }
    let value = decimals == 0 ? Double(digits) : Double(digits) / powers[decimals]
    return Float(isNegative ? -value : value)
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  private static func slow(_ start: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    let bytes = UnsafeBufferPointer(start: start, count: count)
    let isDecimal = bytes.allSatisfy { byte in
      (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte)
    }
    guard isDecimal, let value = Double(String(decoding: bytes, as: UTF8.self)).map(Float.init),
      value.isFinite
    else { return nil }
    return value
  }
}
