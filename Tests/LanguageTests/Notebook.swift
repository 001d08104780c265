import Display
import System

@testable import Language

/// A session under test: runs cells one after another and remembers what they show.
final class Notebook: CellSink {
  let assistant = CellAssistant()
  let interrupt = InterruptFlag()
  private let interpreter: CellInterpreter
  var session: Session { interpreter.session }

  private(set) var figures: [Figure] = []
  private(set) var results: [Figure] = []
  /// Updates by identifier, in the order in which the identifiers came first.
  private(set) var updates: [(displayID: String, texts: [String])] = []
  private(set) var written = ""
  private(set) var warnings: [String] = []
  private(set) var pages: [String] = []
  /// The lines that people will type, the first first.
  var answers: [String] = []
  private(set) var questions: [String] = []
  private(set) var clearings: [Bool] = []
  /// Called at each update, to act in the middle of a command.
  var onUpdate: () -> Void = {}
  var updateInterval = Duration.milliseconds(250)

  init(settings: SessionSettings = SessionSettings()) {
    interpreter = CellInterpreter(
      assistant: assistant, interrupt: interrupt.interrupt, settings: settings)
  }

  /// Runs cells that must not fail.
  convenience init(_ cells: String...) throws {
    self.init()
    for cell in cells { try run(cell) }
  }

  func run(_ cell: String) throws(CellError) {
    figures = []
    results = []
    written = ""
    try interpreter.run(cell, into: self)
  }

  /// The error of a cell with its sentences on one line each; "(none)" if it runs.
  func error(of cell: String) -> String {
    failure(of: cell).map { ([$0.kind.rawValue] + $0.paragraphs).joined(separator: "\n") }
      ?? "(none)"
  }

  /// The error of a cell; nil if it runs.
  func failure(of cell: String) -> CellError? {
    do {
      try run(cell)
      return nil
    } catch { return error }
  }

  /// The error of a line that is interrupted at one of its updates.
  ///
  /// Each step of a training is an update, however fast it is; of trainings side by side, each look at them.
  func interrupted(_ line: String, atUpdate count: Int = 100) -> String {
    var left = count
    onUpdate = {
      left -= 1
      if left == 0 { self.interrupt.raise() }
    }
    let usualInterval = updateInterval
    updateInterval = .zero
    defer {
      interrupt.lower()
      onUpdate = {}
      updateInterval = usualInterval
    }
    return error(of: line)
  }

  /// The table that the last cell showed last.
  var table: Table? {
    if case .table(let table) = results.last ?? figures.last { table } else { nil }
  }

  func show(_ figure: Figure, isResult: Bool) {
    if isResult { results.append(figure) } else { figures.append(figure) }
  }

  func update(_ figure: Figure, displayID: String) {
    if let index = updates.firstIndex(where: { $0.displayID == displayID }) {
      updates[index].texts.append(figure.plainText)
    } else {
      updates.append((displayID, [figure.plainText]))
    }
    onUpdate()
  }

  func write(_ text: String) { written += text }
  func warn(_ text: String) { warnings.append(text) }
  func page(_ text: String) { pages.append(text) }

  func clear(wait: Bool) { clearings.append(wait) }

  private(set) var hasEnded = false
  func endSession() { hasEnded = true }

  func ask(_ question: String) -> String? {
    questions.append(question)
    return answers.isEmpty ? nil : answers.removeFirst()
  }
}
