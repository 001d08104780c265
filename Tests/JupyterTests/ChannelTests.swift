import FoundationEssentials
import JSONText
import Jupyter
import System
import Testing
import ZeroMQ

/// Requests, interrupts, subscribers and invalid messages, through real sockets.
@Suite(.serialized) struct ChannelTests {
  @Test(arguments: [ConnectionFile.Channel.shell, .control])
  func kernelReportsItsIdentity(channel: ConnectionFile.Channel) throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let request = try client.send("kernel_info_request", to: channel)
    let content = try client.reply(on: channel).content
    #expect(content["protocol_version"] == "5.5.0")
    #expect(content["language_info"]?["file_extension"] == ".echo")
    #expect(
      try client.outputs(of: request).map(\.content) == [
        ["execution_state": "busy"], ["execution_state": "idle"],
      ])
    try client.end(kernel)
  }

  @Test func questionsAreAnsweredWhileACellRuns() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let cell = try client.execute("wait")
    _ = try client.messages(through: "stream", of: cell)
    try client.send("complete_request", ["code": "wa", "cursor_pos": 2])
    #expect(try client.reply().content["matches"] == ["warn", "wait"])
    try client.send("inspect_request", ["code": "echo ä", "cursor_pos": 99, "detail_level": 7])
    #expect(try client.reply().content["data"] == ["text/plain": "echo, 6, 1"])
    try client.send("is_complete_request", ["code": "for {"])
    #expect(try client.reply().content == ["status": "incomplete", "indent": "  "])
    try client.send("kernel_info_request", to: .control)
    #expect(try client.reply(on: .control).content["status"] == "ok")
    try client.send("usage_request", to: .control)
    #expect(try #require(client.reply(on: .control).content["kernel_memory"]?.integer) > 1 << 20)
    try client.send("interrupt_request", to: .control)
    #expect(try client.reply(on: .control).content == ["status": "ok"])
    #expect(try client.reply().content["ename"] == "Interrupted")
    try client.end(kernel)
  }

  @Test func interruptMeetsNoLaterCell() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for _ in 1...20 {
      try client.send("interrupt_request", to: .control)
      #expect(try client.reply(on: .control).content == ["status": "ok"])
      let cell = try client.execute("wait")
      _ = try client.messages(through: "stream", of: cell)
      try client.send("interrupt_request", to: .control)
      _ = try client.reply(on: .control)
      #expect(try client.reply().content["ename"] == "Interrupted")
      _ = try client.outputs(of: cell)
      #expect(try client.run("echo still here").reply.content["status"] == "ok")
    }
    try client.end(kernel)
  }

  @Test func completionCarriesATypeForEachMatch() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    try client.send("complete_request", ["code": "ech", "cursor_pos": 3])
    let content = try client.reply().content
    #expect(content["cursor_start"] == 0)
    #expect(content["cursor_end"] == 3)
    #expect(
      content["metadata"]?["_jupyter_types_experimental"] == [
        ["text": "echo", "type": "keyword", "start": 0, "end": 3]
      ])
    try client.end(kernel)
  }

  @Test func historyIsFoundByRangeAndPattern() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for code in ["echo a", "warn b", "echo a", "echo aab"] { _ = try client.run(code) }
    func numbers(_ request: JSON) throws -> [Int?] {
      try client.send("history_request", request)
      let rows = try client.reply().content["history"]?.array ?? []
      return rows.map { $0.array?[1].integer }
    }
    #expect(try numbers(["hist_access_type": "tail", "n": 2]) == [3, 4])
    #expect(
      try numbers(["hist_access_type": "range", "session": 0, "start": 2, "stop": 4]) == [2, 3])
    #expect(try numbers(["hist_access_type": "search", "pattern": "echo ?"]) == [1, 3])
    #expect(try numbers(["hist_access_type": "search", "pattern": "*a*b", "n": 1]) == [4])
    #expect(
      try numbers(["hist_access_type": "search", "pattern": "e*", "unique": true]) == [3, 4])
    #expect(try numbers(["hist_access_type": "tail", "n": -5]) == [])
    try client.end(kernel)
  }

  @Test func unknownCommTargetIsClosed() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let request = try client.send(
      "comm_open", ["comm_id": "7", "target_name": "nobody", "data": [:]])
    let answers = try client.outputs(of: request)
    #expect(answers.map(\.type) == ["status", "comm_close", "status"])
    #expect(answers[1].content == ["comm_id": "7", "data": [:]])
    try client.end(kernel)
  }

  @Test func everySubscriberIsWelcome() throws {
    let kernel = try TestKernel()
    let first = try TestClient(kernel)
    let second = try TestClient(kernel, waitsForWelcome: false)
    let welcome = try #require(try second.messages(through: "iopub_welcome").last)
    #expect(welcome.content == ["subscription": ""])
    #expect(welcome.parentHeader == [:])
    _ = try first.run("echo both")
    #expect(try second.messages(through: "stream").last?.content["text"] == "both\n")
    try first.end(kernel)
  }

  @Test func encryptedKernelAnswersOwnersOfItsKey() throws {
    let kernel = try TestKernel(keys: CurveKeys.random())
    let client = try TestClient(kernel, keys: CurveKeys.random())
    #expect(try client.run("echo").reply.content["status"] == "ok")
    let stranger = try TestClient(kernel, waitsForWelcome: false)
    try stranger.send("kernel_info_request")
    #expect(try stranger.shell.receive(within: 200) == nil)
    try client.end(kernel)
  }

  @Test func nonsenseIsIgnored() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let header: JSON = ["msg_type": "execute_request", "msg_id": "1"]
    let good = Message(header: header, content: ["code": "echo"])
    let deep = Array(String(repeating: "[", count: 100_000).utf8)
    let delimiter = Array("<IDS|MSG>".utf8)
    let nonsense: [Frames] = [
      [[]], [delimiter], [delimiter, [], [], []], good.frames(signedBy: .none),
      [delimiter, client.signature.sign([deep, deep, deep, deep]), deep, deep, deep, deep],
      Message(header: [:], content: [:]).frames(signedBy: client.signature),
    ]
    for channel in [ConnectionFile.Channel.shell, .control] {
      for frames in nonsense { try client.sendFrames(frames, to: channel) }
      try client.send("kernel_info_request", to: channel)
      #expect(try client.reply(on: channel).type == "kernel_info_reply")
    }
    try client.end(kernel)
  }

  @Test(arguments: [
    "execute_request", "complete_request", "inspect_request", "is_complete_request", "odd_request",
  ])
  func invalidRequestsGetAnError(type: String) throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    try client.send(type, ["code": 3, "cursor_pos": .number(1e300)])
    #expect(try client.reply().content["status"] == "error")
    try client.end(kernel)
  }

  @Test func heartBeats() throws {
    let kernel = try TestKernel()
    let heart = try Socket.connected(
      .dealer, to: kernel.connection.endpoint(of: .heartbeat), in: Context())
    try heart.send([[], Array("ping".utf8)])
    #expect(try heart.receive(within: 5000) == [[], Array("ping".utf8)])
    try TestClient(kernel).end(kernel)
  }

  @Test func takenPortIsNamed() throws {
    let other = try Socket.bound(.router, to: "tcp://127.0.0.1:*", in: Context())
    let endpoint = try other.lastEndpoint()
    let port = try #require(endpoint.split(separator: ":").last.flatMap { Int($0) })
    let kernel = try Kernel(
      connection: ConnectionFile([
        "ip": "127.0.0.1", "shell_port": .integer(port), "iopub_port": .integer(port),
        "stdin_port": .integer(port),
        "control_port": .integer(port), "hb_port": .integer(port),
      ]),
      identity: .echo, assistant: EchoAssistant(),
      interrupt: InterruptFlag(), interpreter: { EchoInterpreter(.never) })
    let error = #expect(throws: KernelError.self) { try kernel.serve() }
    #expect(error?.description == "cannot listen at \(endpoint): Address already in use")
  }

  @Test func shutdownOnTheShellEndsTheKernelToo() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    try client.send("shutdown_request", ["restart": true])
    #expect(try client.reply().content == ["status": "ok", "restart": true])
    #expect(kernel.hasEnded())
  }

  @Test func shutdownEndsTheRunningCell() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let cell = try client.execute("wait")
    _ = try client.messages(through: "stream", of: cell)
    try client.end(kernel)
    #expect(try client.reply().content["ename"] == "Interrupted")
    #expect(try client.messages(through: "shutdown_reply").last?.content["restart"] == false)
  }
}
