import FoundationEssentials
import JSONText
import Testing
import ZeroMQ

@testable import Jupyter

/// Subscribers that connect late, read late or never read, and repeated messages.
@Suite(.serialized) struct SubscriberTests {
  @Test func runningCellIsTheLastWordAboutTheKernel() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let cell = try client.execute("wait")
    _ = try client.messages(through: "stream", of: cell)
    let question = try client.send("kernel_info_request")
    _ = try client.reply()
    #expect(try client.outputs(of: question).count == 2)
    let status = try client.nextPublished()
    #expect(status.content == ["execution_state": "busy"])
    #expect(status.parentHeader["msg_id"]?.string == cell)
    // A new subscriber is informed, too.
    let second = try TestClient(kernel)
    let news = try second.nextPublished()
    #expect(news.content == ["execution_state": "busy"])
    #expect(news.parentHeader["msg_id"]?.string == cell)
    try client.end(kernel)
  }

  /// Without subscribers, a kernel holds messages back for a first one, but ends at once.
  @Test func aKernelWithoutSubscribersEndsAtOnce() throws {
    let kernel = try TestKernel()
    let control = try Socket.connected(
      .dealer, to: kernel.connection.endpoint(of: .control), in: Context())
    func request(_ type: String) -> Frames {
      let header: JSON = ["msg_id": .string(UUID().uuidString), "msg_type": .string(type)]
      return Message(header: header, content: [:]).frames(signedBy: kernel.connection.signature)
    }
    try control.send(request("kernel_info_request"))
    #expect(try control.receive(within: 5000) != nil)
    let start = ContinuousClock.now
    try control.send(request("shutdown_request"))
    #expect(kernel.hasEnded())
    #expect(.now - start < .milliseconds(300))
  }

  /// Of updates that nobody could have seen, only the last remains.
  @Test func fastAnimationIsThinnedOut() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let outputs = try client.run("animate 20000").outputs
    #expect(outputs.count < 200)
    #expect(outputs.last { $0.type == "stream" }?.content["text"] == "20000\n")
    let kinds = outputs.map(\.type).filter { ["clear_output", "stream"].contains($0) }
    // There is a clearing between two numbers.
    #expect(zip(kinds, kinds.dropFirst()).allSatisfy { $0 != "stream" || $1 == "clear_output" })
    try client.end(kernel)
  }

  /// Each cell outputs 100 KB, of which the slow subscriber's queues hold only a few.
  @Test func aSlowSubscriberLosesNothing() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let sleeper = try Socket(.subscribe, in: Context())
    try sleeper.limitIntake(to: 1, bytes: 4096)
    try sleeper.subscribe()
    try sleeper.connect(kernel.connection.endpoint(of: .publisher))
    _ = try client.messages(through: "iopub_welcome")
    let line = String(repeating: "x", count: 100_000)
    var requests: [String] = []
    for _ in 1...60 {
      requests.append(try client.execute("echo \(line)"))
      #expect(try client.reply().content["status"] == "ok")
    }
    var kinds: [String: [String]] = [:]
    while kinds.values.reduce(0, { $0 + $1.count }) < 240 {
      let frames = try #require(try sleeper.receive(within: 5000), "\(kinds.count) cells")
      let message = try Message(frames, signedBy: client.signature)
      guard let request = message.parentHeader["msg_id"]?.string else { continue }
      kinds[request, default: []].append(message.type)
    }
    let whole = ["status", "execute_input", "stream", "status"]
    #expect(requests.allSatisfy { kinds[$0] == whole })
    for request in requests { #expect(try client.outputs(of: request).map(\.type) == whole) }
    try client.end(kernel)
  }

  /// 60 MB for a subscriber that never reads, more than the kernel queues.
  @Test func aSubscriberThatNeverReadsBlocksNobody() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let stuck = try Socket(.subscribe, in: Context())
    try stuck.limitIntake(to: 1, bytes: 4096)
    try stuck.subscribe()
    try stuck.connect(kernel.connection.endpoint(of: .publisher))
    _ = try client.messages(through: "iopub_welcome")
    let line = String(repeating: "x", count: 1_000_000)
    let requests = try (1...60).map { _ in
      let request = try client.execute("echo \(line)")
      #expect(try client.reply().content["status"] == "ok")
      return request
    }
    for request in requests { #expect(try client.outputs(of: request).count == 4) }
    try client.end(kernel)
  }

  @Test(arguments: [ConnectionFile.Channel.shell, .control])
  func recordedMessageWorksOnce(channel: ConnectionFile.Channel) throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let header: JSON = ["msg_type": "kernel_info_request", "msg_id": "recorded"]
    let frames = Message(header: header, content: [:]).frames(signedBy: client.signature)
    for _ in 1...3 { try client.sendFrames(frames, to: channel) }
    #expect(try client.reply(on: channel).parentHeader["msg_id"] == "recorded")
    try client.sendFrames(frames, to: channel == .shell ? .control : .shell)
    for other in [ConnectionFile.Channel.shell, .control] {
      try client.send("comm_info_request", to: other)
      #expect(try client.reply(on: other).type == "comm_info_reply")
    }
    try client.end(kernel)
  }

  @Test func memoryOfReplaysIsBounded() {
    let guardian = ReplayGuard(generationSize: 100)
    func signature(_ number: Int) -> [UInt8] {
      Array((String(1_000_000 + number, radix: 16) + String(repeating: "f", count: 59)).utf8)
    }
    for number in 0..<1000 {
      #expect(guardian.admits(signature(number)))
      for recent in max(0, number - 99)...number { #expect(!guardian.admits(signature(recent))) }
    }
    #expect(guardian.admits(signature(0)))
    #expect(guardian.admits([]) && guardian.admits([]))
  }
}
