/// The reason why bytes are not valid JSON, and the position of the error.
package struct JSONError: Error, Equatable, CustomStringConvertible {
  let reason: String
  /// The index of the first wrong byte; that behind the last one if the text ends too early.
  package let offset: Int

  /// Reason and position: "unknown word at byte 3".
  package var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Reads one JSON text.
  ///
  /// Written by hand because input from a socket must neither trap nor overflow the stack: values may
  /// be nested at most 64 deep.
  /// - Throws: `JSONError`.
  package init(_ bytes: [UInt8]) throws(JSONError) {
    var reader = JSONReader(bytes: bytes)
    self = try reader.wholeText()
  }

  /// Reads one JSON text from any sequence of bytes.
  ///
  /// - Throws: `JSONError`.
  package init(_ bytes: some Sequence<UInt8>) throws(JSONError) { try self.init(Array(bytes)) }
}

private struct JSONReader {
  let bytes: [UInt8]
  var position = 0
  var depth = 0

  static let deepest = 64

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func wholeText() throws(JSONError) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw error("no UTF-8") }
    let value = try value()
    skipBlanks()
    guard position == bytes.count else { throw error("more than one value") }
    return value
  }

  mutating func value() throws(JSONError) -> JSON {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw error("the text ends too early")
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < Self.deepest else { throw error("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try body(&self)
  }

  private mutating func object() throws(JSONError) -> JSON {
    var members: [String: JSON] = [:]
    if skip("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw error("a key is missing") }
      let key = try string()
      guard skip(":") else { throw error("':' is missing") }
      members[key] = try value()
    } while skip(",")
    guard skip("}") else { throw error("'}' is missing") }
    return .object(members)
  }

  private mutating func array() throws(JSONError) -> JSON {
    var elements: [JSON] = []
    if skip("]") { return .array(elements) }
    repeat { elements.append(try value()) } while skip(",")
    guard skip("]") else { throw error("']' is missing") }
    return .array(elements)
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw error("unknown word") }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    while let byte = next, "+-.0123456789Ee".utf8.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let value = Int(text), text.first != "+" { return .integer(value) }
    guard let value = Double(text), value.isFinite, text.first != "+" else {
      throw error("no JSON value")
    }
    return .number(value)
  }
}

/// Strings, and the characters between values.
extension JSONReader {
  fileprivate var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  fileprivate func error(_ reason: String) -> JSONError {
    JSONError(reason: reason, offset: position)
  }

  fileprivate mutating func skipBlanks() {
    while let byte = next, " \t\n\r".utf8.contains(byte) { position += 1 }
  }

  fileprivate mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard next == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  fileprivate mutating func string() throws(JSONError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
      case 0..<0x20: throw error("a control character in a string")
      default: text.append(byte)
      }
    }
    throw error("a string has no end")
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw error("a string has no end") }
    position += 1
    switch byte {
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try scalar()
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    default: throw error("unknown escape")
    }
  }

  /// Reads the digits of `\uXXXX`, and of a second escape for a surrogate pair; half a pair becomes U+FFFD.
  private mutating func scalar() throws(JSONError) -> Unicode.Scalar {
    let high = try fourDigits()
    guard (0xD800..<0xDC00).contains(high), bytes[position...].starts(with: "\\u".utf8) else {
      return Unicode.Scalar(high) ?? "\u{FFFD}"
    }
    let behindHigh = position
    position += 2
    let low = try fourDigits()
    guard (0xDC00..<0xE000).contains(low) else {
      position = behindHigh
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func fourDigits() throws(JSONError) -> UInt32 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw error("four hexadecimal digits are missing") }
    position += 4
    return value
  }
}
