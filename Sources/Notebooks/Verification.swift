package import Language
package import System

/// Runs the cells of a notebook in a new session and compares each with its recorded outputs.
package struct Verification {
  private let notebook: NotebookFile
  private let cells: CellInterpreter
  private let recorder: CellRecorder

  /// Takes the settings of the session and the number of threads; an interrupt ends the verification.
  package init(
    _ notebook: NotebookFile, settings: SessionSettings, threads: Int? = nil, interrupt: Interrupt
  ) {
    self.notebook = notebook
    cells = CellInterpreter(
      assistant: CellAssistant(), interrupt: interrupt, settings: settings)
    recorder = CellRecorder(cells)
    if let threads { try? cells.run("threads \(threads)", into: FreshOutputs(recorder)) }
  }

  /// The verdict on each cell; `tell` is called after each one.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func report(
    name: String, tell: (NotebookReport.Cell) -> Void
  ) throws(CancellationError) -> NotebookReport {
    var report = NotebookReport(name: name, recordedVersion: notebook.version)
    if let (above, below) = notebook.disorder {
      report.notes.append(
        "The cells were run out of order: [\(above)] stands above [\(below)]. They run in their order here."
      )
    }
    var stopped: Int?
    for (index, cell) in notebook.cells.enumerated() {
      let number = index + 1
      let verdict: Verdict
      if let stopped {
        verdict = .cannotRun("cell \(stopped) failed")
      } else {
        let fresh = try run(cell)
        verdict = self.verdict(on: cell, fresh.outputs)
        if fresh.hasEnded || (fresh.outputs.failure != nil && cell.outputs.failure == nil) {
          stopped = number
        }
      }
      let item = NotebookReport.Cell(number: number, source: cell.source, verdict: verdict)
      report.cells.append(item)
      tell(item)
    }
    report.add(cells.dataSets)
    report.add(outerPictures: notebook.cells.map(\.outputs))
    return report
  }

  private func run(_ cell: NotebookFile.Cell) throws(CancellationError) -> FreshOutputs {
    let fresh = FreshOutputs(recorder)
    recorder.begin(cell.source)
    do throws(CellError) {
      try cells.run(cell.source, into: fresh)
    } catch {
      if error.kind == .interrupted { throw CancellationError() }
      fresh.fail(error)
    }
    return fresh
  }

  private func verdict(on cell: NotebookFile.Cell, _ now: CellOutputs) -> Verdict {
    if let command = CellInterpreter.passingCommand(in: cell.source) {
      return .notCompared(command)
    }
    if let failure = now.failure, cell.outputs.failure == nil {
      let reason = "\(failure.name): \(failure.sentence)\(otherVersion)"
      return failure.name == CellError.Kind.check.rawValue
        ? .differs(changed(cell) + reason) : .cannotRun(changed(cell) + reason)
    }
    var now = now
    now.facts = recorder.facts
    let verdict = CellComparison(
      recorded: cell.outputs, now: now, isSameVersion: notebook.version == programVersion
    ).verdict
    let change = changed(cell)
    if case .differs(let reason) = verdict { return .differs(change + reason + otherVersion) }
    guard let recorded = cell.outputs.facts else { return verdict }
    if recorded.source != recorder.facts.source {
      return .differs(String(change.dropLast(2)) + ", with the same outputs")
    }
    return recorded.dataDifference(from: recorder.facts).map {
      .differs("\($0), with the same outputs")
    } ?? verdict
  }

  /// "the cell was changed after it ran; ", where its text, or that of a cell above, is another than recorded.
  private func changed(_ cell: NotebookFile.Cell) -> String {
    guard let recorded = cell.outputs.facts else { return "" }
    if recorded.source != recorder.facts.source { return "the cell was changed after it ran; " }
    if recorded.before != recorder.before {
      return "a cell above was changed, or the cells ran in another order; "
    }
    return ""
  }

  private var otherVersion: String {
    guard let version = notebook.version, version != programVersion else { return "" }
    return " (recorded with DEPHN \(version); this is \(programVersion))"
  }
}
