import JSONText
import Jupyter
import Testing

/// Cells through real sockets.
@Suite(.serialized) struct ExecutionTests {
  @Test func outputsComeInOrderBetweenBusyAndIdle() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let (outputs, reply) = try client.run("echo hello, world")
    #expect(outputs.map(\.type) == ["status", "execute_input", "stream", "status"])
    #expect(outputs[0].content == ["execution_state": "busy"])
    #expect(outputs[1].content == ["code": "echo hello, world", "execution_count": 1])
    #expect(outputs[2].content == ["name": "stdout", "text": "hello, world\n"])
    #expect(reply.type == "execute_reply")
    #expect(reply.header["version"] == "5.5.0")
    #expect(
      reply.content == [
        "status": "ok", "execution_count": 1, "payload": [], "user_expressions": [:],
      ])
    try client.end(kernel)
  }

  @Test func countGrowsOnlyWithStoredCells() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let counts = try [[:], ["store_history": false], ["silent": true], [:]].map {
      try client.run("echo", $0).reply.content["execution_count"]
    }
    #expect(counts == [1, 1, 1, 2])
    try client.end(kernel)
  }

  @Test func silentCellShowsNothing() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for code in ["echo loud", "fail loudly", "page loud"] {
      let (outputs, _) = try client.run(code, ["silent": true, "store_history": true])
      #expect(outputs.map(\.type) == ["status", "status"])
    }
    try client.send("history_request", ["hist_access_type": "tail", "n": 9])
    #expect(try client.reply().content["history"] == [])
    try client.end(kernel)
  }

  @Test func resultsDisplaysAndPagesHaveTheirMessages() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    #expect(
      try client.run("value 42").outputs[2].content == [
        "data": ["text/plain": "42", "application/x+json": ["value": 1]], "metadata": [:],
        "transient": [:], "execution_count": 1,
      ])
    let progress = try client.run("progress").outputs
    #expect(progress[2...3].map(\.type) == ["display_data", "update_display_data"])
    for (message, text) in zip(progress[2...3], ["0 %", "100 %"] as [JSON]) {
      #expect(message.content["transient"] == ["display_id": "bar"])
      #expect(message.content["data"] == ["text/plain": text])
    }
    #expect(try client.run("clear").outputs[2].content == ["wait": true])
    #expect(
      try client.run("page help").reply.content["payload"] == [
        ["source": "page", "start": 0, "data": ["text/plain": "help"]]
      ])
    try client.end(kernel)
  }

  @Test func failedCellReportsItsError() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let (outputs, reply) = try client.run("fail because")
    #expect(outputs.map(\.type) == ["status", "execute_input", "error", "status"])
    #expect(
      outputs[2].content == [
        "ename": "EchoError", "evalue": "because", "traceback": ["line 1:", "because"],
      ])
    #expect(
      reply.content == [
        "status": "error", "ename": "EchoError", "evalue": "because",
        "traceback": ["line 1:", "because"], "execution_count": 1,
      ])
    try client.end(kernel)
  }

  @Test func blankCellHasNoNumberAndNoPlaceInTheHistory() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for code in ["", "  \n\t "] {
      #expect(try client.run(code).reply.content["execution_count"] == 0)
    }
    #expect(try client.run("echo a").reply.content["execution_count"] == 1)
    try client.send("history_request", ["hist_access_type": "tail", "n": 3])
    #expect(try client.reply().content["history"] == [[1, 1, "echo a"]])
    try client.end(kernel)
  }

  @Test func failedCellStopsTheWaitingOnesAndNoOthers() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let waiting = try client.execute("wait")
    _ = try client.messages(through: "stream", of: waiting)
    let abandoned = try ["echo b", "echo c"].map { try client.execute($0) }
    try client.send("comm_info_request")
    #expect(try client.reply().type == "comm_info_reply")
    try client.send("interrupt_request", to: .control)
    #expect(try client.reply(on: .control).type == "interrupt_reply")
    #expect(try client.reply().content["ename"] == "Interrupted")
    for request in abandoned {
      let reply = try client.reply()
      #expect(reply.parentHeader["msg_id"]?.string == request)
      #expect(reply.content["status"] == "error")
      #expect(reply.content["ename"] == "Aborted")
      #expect(reply.content["execution_count"] == nil)
    }
    #expect(try client.run("echo d").reply.content["execution_count"] == 2)
    try client.end(kernel)
  }

  /// The number of cells that have arrived when the first one fails differs between rounds.
  ///
  /// A round in which this thread was held up between its sends is no test of cells sent at once.
  @Test func cellsSentAtOnceStopWithTheFirst() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    var rounds = 0
    while rounds < 100 {
      let cells = ["fail", "echo b", "echo c"].map {
        client.request("execute_request", ["code": .string($0)])
      }
      let requests = cells.map(\.identifier)
      let time = try ContinuousClock().measure {
        for cell in cells { try client.sendFrames(cell.frames) }
      }
      let replies = try requests.map { _ in try client.reply() }
      guard time < .milliseconds(10) else {
        for request in requests { _ = try client.outputs(of: request) }
        continue
      }
      rounds += 1
      #expect(replies.map { $0.parentHeader["msg_id"]?.string } == requests)
      #expect(replies.map { $0.content["ename"] } == ["EchoError", "Aborted", "Aborted"])
      #expect(
        try requests.map { try client.outputs(of: $0).map(\.type) } == [
          ["status", "execute_input", "error", "status"], ["status", "status"],
          ["status", "status"],
        ])
    }
    #expect(try client.run("echo d").reply.content["status"] == "ok")
    try client.end(kernel)
  }

  @Test func cellsGoOnIfTheRequestWantsThat() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for code in ["fail", "echo b"] { _ = try client.execute(code, ["stop_on_error": false]) }
    #expect(
      try (1...2).map { _ in try client.reply().content["status"] } == ["error", "ok"])
    try client.end(kernel)
  }

  @Test func userExpressionsAreAnswered() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let expressions: JSON = ["good": "value", "bad": "fail"]
    let reply = try client.run("echo", ["user_expressions": expressions]).reply
    #expect(
      reply.content["user_expressions"] == [
        "good": ["status": "ok", "data": ["text/plain": "value"], "metadata": [:]],
        "bad": ["status": "error", "ename": "EchoError", "evalue": "no", "traceback": []],
      ])
    try client.end(kernel)
  }

  @Test func fastLinesAreJoinedAndNoneIsLost() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let streams = try client.run("repeat 50000").outputs.filter { $0.type == "stream" }
    let text = streams.compactMap { $0.content["text"]?.string }.joined()
    #expect(text == (1...50_000).map { "\($0)\n" }.joined())
    #expect(streams.count < 200)
    try client.end(kernel)
  }
}
