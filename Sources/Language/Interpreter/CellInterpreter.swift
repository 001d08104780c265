import DataSets
package import System

/// Runs cells in one thread, one after another; their results stay in its session.
package final class CellInterpreter {
  private let assistant: CellAssistant
  let session: Session

  package init(assistant: CellAssistant, interrupt: Interrupt, settings: SessionSettings) {
    self.assistant = assistant
    session = Session(settings: settings, interrupt: interrupt)
    assistant.publish(Snapshot(of: session))
  }

  /// The data sets of the session with their fingerprints, in the order in which they were made.
  package var dataSets: [(name: String, fingerprint: String)] {
    session.dataSets.map { ($0.name, $0.data.fingerprint) }
  }

  /// The first command of a cell whose output depends on the machine or the time; nil if there is none.
  package static func passingCommand(in code: String) -> String? {
    guard let statements = try? CellParser.statements(of: Source(code)) else { return nil }
    return passingCommand(in: statements)
  }

  private static func passingCommand(in statements: [Statement]) -> String? {
    statements.lazy.compactMap { statement in
      switch statement {
      case .loop(let loop): passingCommand(in: loop.body)
      case .line(let line):
        line.words.first?.bare.flatMap { passing.contains($0) ? $0 : nil }
          ?? line.words.compactMap(\.bare).first { $0 == "--timings" }
      }
    }.first
  }

  private static let passing: Set = [
    ListRuns.name, List.name, Version.name, ThreadsCommand.name,
  ]

  /// Checks a whole cell, then runs its lines until one fails.
  ///
  /// A requested interrupt ends the cell; the caller clears the request.
  ///
  /// - Throws: The error of the line that failed. Results of earlier lines are kept.
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
    var check = CellCheck(
      reader, names: session.names, variables: session.variables, session.interrupt)
    try check.check(statements)
    var run = CellRun(reader, session) { [assistant, session] in
      assistant.publish(Snapshot(of: session))
    }
    try run.run(statements)
  }
}
