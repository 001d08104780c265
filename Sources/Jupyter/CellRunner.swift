import ZeroMQ

/// The thread that runs cells, one after another, and owns the interpreter and the input socket.
///
/// The shell hands it one request at a time. The answer goes back the same way: a frame that says
/// whether waiting cells are given up, then the reply. The shell's receipt says that the reply has
/// left; only then is the kernel idle, so whoever waits for either meets a kernel that is ready.
struct CellRunner: ~Copyable {
  static let endpoint = "inproc://cells"
  /// The first frame of an answer.
  static let goOn: [UInt8] = [0]
  static let giveUpWaiting: [UInt8] = [1]

  private let shell: Socket
  private let input: Socket
  private let line: PublisherLine
  private let services: Services
  private let interpreter: any Interpreter
  private var executionCount = 0

  init(
    _ connection: ConnectionFile, services: Services, interpreter: any Interpreter,
    in context: Context
  ) throws {
    let shell = try Socket.connected(.pair, to: Self.endpoint, in: context)
    let input = try connection.socket(.router, for: .input, in: context)
    line = try PublisherLine(in: context)
    self.shell = shell
    self.input = input
    self.services = services
    self.interpreter = interpreter
  }

  /// Works until the context ends.
  mutating func serve() throws {
    while true {
      let request = try Message(shell.receive(), signedBy: .none)
      let runs = services.activity.begin()
      try line.publish(.busy, for: request)
      let answer = runs ? try run(request) : abort(request)
      try shell.send([answer.stopsOthers ? Self.giveUpWaiting : Self.goOn] + answer.frames)
      _ = try shell.receive()
      try line.publish(.idle, for: request)
      if runs { services.activity.end() }
    }
  }

  private typealias Answer = (frames: Frames, stopsOthers: Bool)

  private mutating func run(_ message: Message) throws -> Answer {
    let request: ExecuteRequest
    do throws(MessageError) {
      request = try ExecuteRequest(message.content)
    } catch {
      report("\(error): \(message.type)")
      return reply(to: message, .error("ProtocolError", "\(error)"), stopsOthers: false)
    }
    try start(request, of: message)
    let outputs = Outputs(
      line: line, parent: message.header, isSilent: request.isSilent,
      executionCount: executionCount)
    do throws(Failure) {
      try interpreter.execute(request.code, to: outputs)
      outputs.flush()
      let values = request.userExpressions.map { ($0.name, value(of: $0.code)) }
      let content: JSON = [
        "status": "ok", "payload": .array(outputs.payload),
        "user_expressions": .object(Dictionary(values) { first, _ in first }),
      ]
      return reply(to: message, content, stopsOthers: false)
    } catch {
      outputs.error(error)
      let content = JSON.error(error.name, error.value, traceback: error.traceback)
      return reply(to: message, content, stopsOthers: request.stopsOnError)
    }
  }

  /// Counts the cell, remembers it and shows it to all front-ends, as far as the request wants that.
  private mutating func start(_ request: ExecuteRequest, of message: Message) throws {
    if request.storesHistory {
      executionCount += 1
      services.history.append(request.code, number: executionCount)
    }
    if !request.isSilent {
      try line.publish(
        .message(
          "execute_input",
          ["code": .string(request.code), "execution_count": .integer(executionCount)]),
        parent: message.header)
    }
  }

  private func value(of expression: String) -> JSON {
    do throws(Failure) {
      let bundle = try interpreter.evaluate(expression)
      return ["status": "ok", "data": Outputs.data(of: bundle), "metadata": [:]]
    } catch {
      return .error(error.name, error.value, traceback: error.traceback)
    }
  }

  private func abort(_ message: Message) -> Answer {
    reply(to: message, .error("Aborted", "The kernel is shutting down."), stopsOthers: true)
  }

  private func reply(to message: Message, _ content: JSON, stopsOthers: Bool) -> Answer {
    let content = content.adding(["execution_count": .integer(executionCount)])
    return (services.session.reply(to: message, content), stopsOthers)
  }
}
