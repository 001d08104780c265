import JSONText
import Jupyter
import Testing
import ZeroMQ

/// Cells that ask for input.
@Suite(.serialized) struct InputTests {
  private let allowed: [String: JSON] = ["allow_stdin": true]

  private func text(_ outputs: [Message]) -> String {
    outputs.compactMap { $0.content["text"]?.string }.joined()
  }

  @Test func answerReachesTheCell() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    let cell = try client.execute("ask your name?", allowed)
    let question = try client.question()
    #expect(question.type == "input_request")
    #expect(question.content == ["prompt": "your name?", "password": false])
    #expect(question.parentHeader["msg_id"]?.string == cell)
    // Other requests are answered meanwhile, and another front-end's answer is ignored.
    try client.send("kernel_info_request")
    #expect(try client.reply().type == "kernel_info_reply")
    try TestClient(kernel, waitsForWelcome: false).type("Eve")
    try client.type("Ada")
    #expect(try client.reply().content["status"] == "ok")
    #expect(text(try client.outputs(of: cell)) == "you said Ada\n")
    try client.end(kernel)
  }

  @Test func staleAnswerIsNotTaken() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    try client.type("too early")
    _ = try client.run("echo")
    let cell = try client.execute("ask", allowed)
    _ = try client.question()
    try client.type("in time")
    #expect(text(try client.outputs(of: cell)) == "you said in time\n")
    try client.end(kernel)
  }

  @Test(arguments: [["allow_stdin": false], [:]] as [[String: JSON]])
  func nobodyIsAskedUnlessAllowed(options: [String: JSON]) throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    #expect(text(try client.run("ask", options).outputs) == "nobody is there\n")
    #expect(try client.input.receive(within: 0) == nil)
    try client.end(kernel)
  }

  @Test func frontEndWithoutInputConnectionIsNotWaitedFor() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel, hasInput: false)
    #expect(text(try client.run("ask", allowed).outputs) == "nobody is there\n")
    try client.end(kernel)
  }

  @Test func interruptEndsTheQuestion() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    for _ in 1...3 {
      let cell = try client.execute("ask", allowed)
      _ = try client.question()
      try client.send("interrupt_request", to: .control)
      _ = try client.reply(on: .control)
      #expect(try client.reply().content["ename"] == "Interrupted")
      _ = try client.outputs(of: cell)
    }
    try client.end(kernel)
  }

  @Test func shutdownEndsTheQuestion() throws {
    let kernel = try TestKernel()
    let client = try TestClient(kernel)
    _ = try client.execute("ask", allowed)
    _ = try client.question()
    try client.end(kernel)
  }
}
