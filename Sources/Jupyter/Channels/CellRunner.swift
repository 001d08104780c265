import Dispatch
import System
import JSONText
import ZeroMQ

/// The thread that runs cells, one after another, and owns the interpreter and the input socket.
///
/// The shell hands over one cell at a time in `Services.nextCell` and sends an empty message as a signal.
/// The reply goes back with a verdict in front: run the next cell, or give up all waiting ones. The
/// shell acknowledges that it has sent the reply, and only then does the kernel report that it is idle:
/// a front-end that has seen either finds a kernel that is ready.
struct CellRunner: ~Copyable {
  static let endpoint = "inproc://cells"
  /// The verdict that the next cell can run.
  static let goOn: [UInt8] = [0]
  /// The verdict to give up all cells that wait.
  static let giveUp: [UInt8] = [1]

  private let shell: Socket
  private let input: InputChannel
  private let line: PublisherLine
  private let services: Services
  private let interpreter: any Interpreter
  private var executionCount = 0

  init(
    _ connection: ConnectionFile, services: Services, interpreter: any Interpreter,
    in context: Context
  ) throws {
    let shell = try Socket.connected(.pair, to: Self.endpoint, in: context)
    let input = try InputChannel(connection, services: services, in: context)
    let line = try PublisherLine(in: context)
    self.shell = shell
    self.input = input
    self.line = line
    self.services = services
    self.interpreter = interpreter
  }

  /// Runs cells until the context ends.
  mutating func serve() throws {
    while true {
      _ = try shell.receive()
      guard let cell = services.nextCell.withLock({ $0.take() }) else { continue }
      let runs = !cell.isGivenUp && services.activity.begin()
      try line.publish(.busy, for: cell.message, ofCell: true)
      let answer = runs ? try run(cell) : giveUp(cell.message)
      try shell.send([answer.stopsOthers ? Self.giveUp : Self.goOn] + answer.frames)
      _ = try shell.receive()
      try line.publish(.idle, for: cell.message, ofCell: true)
      if runs { services.activity.end() }
    }
  }

  private typealias Reply = (frames: Frames, stopsOthers: Bool)

  private mutating func run(_ cell: WaitingCell) throws -> Reply {
    let message = cell.message
    let request: ExecuteRequest
    do throws(MessageError) {
      request = try cell.request.get()
    } catch {
      report("\(error): \(message.type)")
      return reply(to: message, .error("ProtocolError", "\(error)"), stopsOthers: false)
    }
    try start(request, of: message)
    let outputs = Outputs(
      line: line, parent: message.header.bytes, isSilent: request.isSilent,
      executionCount: executionCount, ask: question(request, of: message))
    showNotices(to: outputs)
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

  /// Counts the cell, stores it in the history and publishes it, as far as the request asks for that.
  private mutating func start(_ request: ExecuteRequest, of message: Message) throws {
    if request.storesHistory, !request.isBlank {
      executionCount += 1
      services.history.append(request.code, number: executionCount)
    }
    if !request.isSilent {
      try line.publish(
        "execute_input",
        ["code": .string(request.code), "execution_count": .integer(executionCount)], for: message)
    }
  }

  /// A question to the front-end that sent the cell, if that front-end allows input.
  private func question(
    _ request: ExecuteRequest, of message: Message
  ) -> Outputs.Question {
    guard request.allowsInput else { return { _ in nil } }
    return { [input] prompt throws(CancellationError) in
      do { return try input.answer(to: prompt, for: message) } catch {
        // The only other failure is the kernel's end, which interrupts the cell, too.
        throw CancellationError()
      }
    }
  }

  /// Shows notices about the kernel in the first cell that is not silent.
  private func showNotices(to outputs: Outputs) {
    if outputs.isSilent { return }
    if executionCount <= 1 { services.history.settle(within: .milliseconds(250)) }
    for notice in services.notices.take() { interpreter.show(notice: notice, on: outputs) }
  }

  private func value(of expression: String) -> JSON {
    do throws(Failure) {
      let bundle = try interpreter.evaluate(expression)
      return ["status": "ok", "data": Outputs.data(of: bundle), "metadata": [:]]
    } catch {
      return .error(error.name, error.value, traceback: error.traceback)
    }
  }

  /// The reply for a cell that is not run: status `error`, as `aborted` is deprecated since 5.1.
  ///
  /// Without a count, which a front-end would show at the cell.
  private func giveUp(_ message: Message) -> Reply {
    let reason = "This cell was not run: an earlier one failed, or the kernel is shutting down."
    return (services.session.reply(to: message, .error("Aborted", reason)), false)
  }

  private func reply(to message: Message, _ content: JSON, stopsOthers: Bool) -> Reply {
    let content = content.adding(["execution_count": .integer(executionCount)])
    return (services.session.reply(to: message, content), stopsOthers)
  }
}
