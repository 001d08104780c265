import CSodium

/// SHA-256 of bytes that come in pieces (libsodium).
package struct Digest {
  private var state = crypto_hash_sha256_state()

  /// The digest of no bytes.
  package init() { crypto_hash_sha256_init(&state) }

  /// Adds the bytes of `buffer`.
  package mutating func update(_ buffer: UnsafeRawBufferPointer) {
    let bytes = buffer.assumingMemoryBound(to: UInt8.self)
    crypto_hash_sha256_update(&state, bytes.baseAddress, UInt64(bytes.count))
  }

  /// Adds the UTF-8 bytes of `text` and a terminating zero byte.
  package mutating func update(_ text: String) {
    var bytes = Array(text.utf8)
    bytes.append(0)
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds the bytes of `values` as they lie in memory (little-endian).
  package mutating func update<Value: BitwiseCopyable>(_ values: [Value]) {
    values.withUnsafeBytes { update($0) }
  }

  /// The digest as 64 hexadecimal digits; people see the first twelve.
  package consuming func hexadecimal() -> String {
    var bytes = [UInt8](repeating: 0, count: 32)
    crypto_hash_sha256_final(&state, &bytes)
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
