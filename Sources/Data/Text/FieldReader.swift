/// Turns a field's bytes into the code of its word.
struct FieldReader {
  /// What can be wrong with a field; the raw value goes on "Column 'x' …".
  enum Damage: String, Error {
    case notUTF8 = "holds bytes that are not UTF-8"
    case zeroByte = "holds a zero byte"
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let missing: [[UInt8]]
  private var unquoted: [UInt8] = []

  init(_ bytes: UnsafeBufferPointer<UInt8>, missing: [String]) {
    self.bytes = bytes
    self.missing = missing.map { Array($0.utf8) }
  }

  /// The code of the field's word in `table`; −1 if it is missing.
  mutating func code(
    of field: RecordScanner.Field, in table: inout WordTable
  ) throws(Damage) -> Int32 {
    let raw = UnsafeBufferPointer(rebasing: bytes[field.start..<field.end])
    guard field.hasDoubledQuotes else { return try code(of: raw, in: &table) }
    unquoted.removeAll(keepingCapacity: true)
    var opensPair = false
    for byte in raw {
      opensPair = byte == UInt8(ascii: "\"") && !opensPair
      if !opensPair { unquoted.append(byte) }
    }
    let word = unquoted
    return try word.withUnsafeBufferPointer { (word) throws(Damage) in
      try code(of: word, in: &table)
    }
  }

  private func code(
    of word: UnsafeBufferPointer<UInt8>, in table: inout WordTable
  ) throws(Damage) -> Int32 {
    if word.isEmpty { return -1 }
    for marker in missing where marker.count == word.count && marker.elementsEqual(word) {
      return -1
    }
    let (code, isNew) = table.code(of: word)
    // Every byte of the file lies in some word, so looking at each word once is enough.
    if isNew {
      if word.contains(0) { throw .zeroByte }
      if String(validating: word, as: UTF8.self) == nil { throw .notUTF8 }
    }
    return code
  }
}
