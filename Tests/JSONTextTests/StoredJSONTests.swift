import FoundationEssentials
import JSONText
import Testing

private struct Entry: Codable, Equatable {
  var name: String
  var b: Double
  var a: Double
  var time: Date
}

@Test func whatIsStoredIsReadBack() throws {
  let entry = Entry(name: "a/b", b: -.infinity, a: 0.1, time: Date(timeIntervalSince1970: 0))
  let bytes = try StoredJSON.bytes(of: entry)
  #expect(
    String(decoding: bytes, as: UTF8.self)
      == #"{"a":0.1,"b":"-inf","name":"a/b","time":"1970-01-01T00:00:00Z"}"#)
  #expect(try StoredJSON.value(Entry.self, from: bytes) == entry)
  #expect(throws: (any Error).self) { try StoredJSON.value(Entry.self, from: bytes.dropLast()) }
}
