import Numbers
import Testing

/// SHA-256 against the vectors of FIPS 180-4's examples, and the pieces it is fed with.
@Suite struct DigestTests {
  private func digest(_ pieces: [String]) -> String {
    var digest = Digest()
    for piece in pieces { Array(piece.utf8).withUnsafeBytes { digest.update($0) } }
    return digest.hexadecimal()
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func knownAnswers(text: String, expected: String) { #expect(digest([text]) == expected) }

  @Test func piecesMakeNoDifference() {
    #expect(digest(["a", "", "bc"]) == digest(["abc"]))
  }

  @Test func textsEndWithAZeroByte() {
    var digest = Digest()
    digest.update("ab")
    digest.update("")
    digest.update("c")
    #expect(digest.hexadecimal() == self.digest(["ab\0\0c\0"]))
  }

  @Test func valuesAreTheirBytes() {
    var digest = Digest()
    digest.update([0x6261, 0x0063] as [UInt16])
    #expect(digest.hexadecimal() == self.digest(["abc\0"]))
  }
}
