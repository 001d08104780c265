import Jupyter
import Testing

/// RFC 4231, test case 2: key "Jefe", data "what do ya want for nothing?".
@Test(arguments: [
  (
    "hmac-sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
  ),
  (
    "hmac-sha512",
    "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
      + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737"
  ),
])
func signatureOfKnownText(scheme: String, digits: String) throws {
  let signature = try Signature(scheme: scheme, key: "Jefe")
  let parts = ["what do ya want ", "", "for nothing?"].map { Array($0.utf8) }
  #expect(String(decoding: signature.sign(parts), as: UTF8.self) == digits)
  #expect(signature.accepts(Array(digits.utf8), of: parts))
  #expect(!signature.accepts(Array(digits.utf8), of: Array(parts.dropLast())))
  #expect(!signature.accepts(Array(digits.utf8.dropLast()), of: parts))
  #expect(!signature.accepts([], of: parts))
}

@Test func withoutKeyNothingIsSigned() throws {
  let signature = try Signature(scheme: "hmac-sha256", key: "")
  #expect(signature.sign([[1, 2, 3]]).isEmpty)
  #expect(signature.accepts(Array("anything".utf8), of: [[1, 2, 3]]))
}

@Test func unknownSchemeIsRejected() {
  #expect(throws: ConnectionFileError.self) { try Signature(scheme: "hmac-md5", key: "k") }
}
