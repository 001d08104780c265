package import System

/// Runs cells one after another in one thread; what they make stays in its session.
package final class CellInterpreter {
  private let assistant: CellAssistant
  private let session: Session

  package init(assistant: CellAssistant, interrupt: Interrupt, settings: SessionSettings) {
    self.assistant = assistant
    session = Session(settings: settings, interrupt: interrupt)
  }

  /// Runs a cell: all of it is checked, then its lines run until one fails.
  ///
  /// An interrupt that is requested ends the cell; to take the request back is the caller's part.
  ///
  /// - Throws: the error of the line that failed. What the lines before it made stays.
  package func run(_ code: String, into sink: any CellSink) throws(CellError) {
    let rest = session.settings.outputFolder.map { RestOfOutput(in: $0) }
    session.sink = OutputLimit(of: sink, rest: rest)
    defer { session.sink = SilentSink() }
    let source = Source(code)
    let statements: [Statement]
    do {
      statements = try CellParser.statements(of: source)
    } catch {
      throw CellError(error, in: source)
    }
    let reader = LineReader(source: source)
    var check = CellCheck(reader, names: session.names, session.interrupt)
    try check.check(statements)
    var run = CellRun(reader, session) { [assistant, session] in
      assistant.publish(Snapshot(of: session))
    }
    try run.run(statements)
  }
}
