import JSONText
import Jupyter
import Testing
import ZeroMQ

private let signature = signatureForTests()

private func signatureForTests() -> Signature {
  (try? Signature(scheme: "hmac-sha256", key: "secret")) ?? .none
}

private func message() -> Message {
  var message = Message(
    identities: [[0, 255], [1]], header: ["msg_type": "execute_request", "msg_id": "1"],
    parentHeader: ["msg_id": "0"], content: ["code": "echo ä"])
  message.metadata = ["cell": 3]
  message.buffers = [[], [1, 2, 3]]
  return message
}

@Test func messageSurvivesItsFrames() throws {
  let frames = message().frames(signedBy: signature)
  #expect(frames.count == 10)
  #expect(frames[2] == Array("<IDS|MSG>".utf8))
  #expect(try Message(frames, signedBy: signature) == message())
}

@Test func wrongSignatureIsRejected() throws {
  var frames = message().frames(signedBy: signature)
  frames[7] = Array(#"{"code":"drop all"}"#.utf8)
  #expect(throws: MessageError.wrongSignature) { try Message(frames, signedBy: signature) }
}

@Test func missingFramesAreRejected() {
  let frames = message().frames(signedBy: .none)
  #expect(throws: MessageError.noDelimiter) { try Message([], signedBy: .none) }
  #expect(throws: MessageError.noDelimiter) {
    try Message(Array(frames[3...]), signedBy: .none)
  }
  #expect(throws: MessageError.tooFewFrames(4)) {
    try Message(Array(frames[..<7]), signedBy: .none)
  }
}

@Test(arguments: ["[]", "3", "{", "{\"a\":}", ""])
func contentThatIsNotAnObjectIsRejected(text: String) {
  var frames = message().frames(signedBy: .none)
  frames[7] = Array(text.utf8)
  #expect(throws: MessageError.self) { try Message(frames, signedBy: .none) }
}

@Test func messageWithoutTypeIsRejected() {
  let frames = Message(header: ["msg_type": 3], content: [:]).frames(signedBy: .none)
  #expect(throws: MessageError.missing("msg_type")) { try Message(frames, signedBy: .none) }
}
