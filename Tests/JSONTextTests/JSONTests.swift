import FoundationEssentials
import JSONText
import Testing

@Test(arguments: [
  (#" {"a" : [1, -2.5, true, false, null], "b": {}} "#, #"{"a":[1,-2.5,true,false,null],"b":{}}"#),
  (#""\u00e4\ud83d\ude00\n\"\\\/\u0001""#, #""ä😀\n\"\\/\u0001""#),
  ("[\"\\ud83d\", \"\\ud83dx\"]", "[\"\u{FFFD}\",\"\u{FFFD}x\"]"),
  ("123456789012345678901234567890", "1.2345678901234568e+29"),
])
func jsonIsReadAndWritten(text: String, written: String) throws {
  #expect(String(decoding: try JSON(text.utf8).bytes, as: UTF8.self) == written)
}

@Test(arguments: [
  "", "{", "[1,", "[1 2]", "{\"a\" 1}", "{1: 2}", "\"open", "\"\\x\"", "\"\\u12\"",
  "\"\\ud800\\u1\"",
  "nul", "1e999", "--1", "+1", "1 2", "\"\u{1}\"",
])
func invalidJSONIsRejected(text: String) {
  #expect(throws: JSONError.self) { try JSON(text.utf8) }
}

@Test func deepNestingIsRejected() throws {
  #expect(throws: JSONError.self) { try JSON(repeatElement(UInt8(ascii: "["), count: 1_000_000)) }
  let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  #expect(try String(decoding: JSON(text.utf8).bytes, as: UTF8.self) == text)
}

@Test func bytesThatAreNotUTF8AreRejected() {
  #expect(throws: JSONError.self) { try JSON([UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")]) }
}

@Test func hugeNumbersAreNotIntegers() throws {
  #expect(try JSON("1e300".utf8).integer == nil)
  #expect(try JSON("3.0".utf8).integer == 3)
  #expect(try JSON("3.5".utf8).integer == nil)
}

@Test func indentedTextHasOneElementPerLine() {
  let value: JSON = ["b": ["x", 2], "a": [:], "c": []]
  #expect(
    value.indentedText == """
      {
        "a": {},
        "b": [
          "x",
          2
        ],
        "c": []
      }

      """)
}

/// Another implementation reads what is written, to the last bit.
@Test(arguments: [0.1, -2.5e-300, 1.7976931348623157e308, .leastNonzeroMagnitude, -0.0, 1e16, 3])
func othersReadTheSameNumber(number: Double) throws {
  let bytes = JSON.array([.number(number), .integer(.min), .string("ä\u{1}\"")]).bytes
  let found = try JSONDecoder().decode([Mixed].self, from: Data(bytes))
  #expect(found.map(\.number?.bitPattern) == [number.bitPattern, Double(Int.min).bitPattern, nil])
  #expect(found[1].integer == .min && found[2].text == "ä\u{1}\"")
  #expect(try JSON(bytes).array?.first == .number(number))
}

/// A number or a text, as Foundation decodes it.
private struct Mixed: Decodable {
  let number: Double?
  let integer: Int?
  let text: String?

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    number = try? value.decode(Double.self)
    integer = try? value.decode(Int.self)
    text = try? value.decode(String.self)
  }
}
