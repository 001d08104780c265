import CSodium

/// The signature of messages: an HMAC over their four JSON frames, in hexadecimal.
package struct Signature: Sendable, Equatable {
  private enum Scheme: String {
    case sha256 = "hmac-sha256"
    case sha512 = "hmac-sha512"
  }

  /// No signing, as an empty key in the connection file requests: everything is accepted.
  package static let none = Signature(scheme: .sha256, key: [])

  private let scheme: Scheme
  private let key: [UInt8]

  private init(scheme: Scheme, key: [UInt8]) {
    self.scheme = scheme
    self.key = key
  }

  /// Takes the `signature_scheme` and `key` of a connection file.
  ///
  /// - Throws: `ConnectionFileError` for an unknown scheme.
  package init(scheme name: String, key: String) throws(ConnectionFileError) {
    guard let scheme = Scheme(rawValue: name) else {
      throw ConnectionFileError(
        sentence: "The signature scheme '\(name)' is neither hmac-sha256 nor hmac-sha512.")
    }
    self.init(scheme: scheme, key: Array(key.utf8))
  }

  /// The signature of `parts`; empty without a key.
  package func sign(_ parts: some Sequence<[UInt8]>) -> [UInt8] {
    if key.isEmpty { return [] }
    let digest =
      switch scheme {
      case .sha256: digestSHA256(parts)
      case .sha512: digestSHA512(parts)
      }
    let digits = Array("0123456789abcdef".utf8)
    return digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// True if `signature` is that of `parts`, compared in constant time.
  package func accepts(_ signature: [UInt8], of parts: some Sequence<[UInt8]>) -> Bool {
    let expected = sign(parts)
    if expected.isEmpty { return true }
    return signature.count == expected.count
      && sodium_memcmp(signature, expected, expected.count) == 0
  }

  private func digestSHA256(_ parts: some Sequence<[UInt8]>) -> [UInt8] {
    var state = crypto_auth_hmacsha256_state()
    var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
    crypto_auth_hmacsha256_init(&state, key, key.count)
    for part in parts { crypto_auth_hmacsha256_update(&state, part, UInt64(part.count)) }
    crypto_auth_hmacsha256_final(&state, &digest)
    return digest
  }

  private func digestSHA512(_ parts: some Sequence<[UInt8]>) -> [UInt8] {
    var state = crypto_auth_hmacsha512_state()
    var digest = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha512_BYTES))
    crypto_auth_hmacsha512_init(&state, key, key.count)
    for part in parts { crypto_auth_hmacsha512_update(&state, part, UInt64(part.count)) }
    crypto_auth_hmacsha512_final(&state, &digest)
    return digest
  }
}
