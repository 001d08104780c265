import Jupyter
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
func whatIsNoJSONIsRefused(text: String) {
  #expect(throws: JSONError.self) { try JSON(text.utf8) }
}

@Test func deepNestingIsRefusedAndNotFollowed() throws {
  #expect(throws: JSONError.self) { try JSON(repeatElement(UInt8(ascii: "["), count: 1_000_000)) }
  let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  #expect(try String(decoding: JSON(text.utf8).bytes, as: UTF8.self) == text)
}

@Test func bytesThatAreNoTextAreRefused() {
  #expect(throws: JSONError.self) { try JSON([UInt8(ascii: "\""), 0xFF, UInt8(ascii: "\"")]) }
}

@Test func hugeNumbersAreNoIntegers() throws {
  #expect(try JSON("1e300".utf8).integer == nil)
  #expect(try JSON("3.0".utf8).integer == 3)
  #expect(try JSON("3.5".utf8).integer == nil)
}

@Test func indentedTextIsForTheEye() {
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
