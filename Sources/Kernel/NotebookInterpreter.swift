import Display
import JSONText
import Jupyter
import Language
import Notebooks

/// Runs a notebook's cells with the interpreter of the language.
struct NotebookInterpreter: Interpreter {
  private let cells: CellInterpreter
  private let recorder: CellRecorder
  private let firstCell: Once

  /// `whenNoticesAreSaid` is called before the first cell, when the notices are printed.
  init(_ cells: CellInterpreter, whenNoticesAreSaid: @escaping () -> Void) {
    self.cells = cells
    recorder = CellRecorder(cells)
    firstCell = Once(whenNoticesAreSaid)
  }

  func execute(_ code: String, to outputs: Outputs) throws(Failure) {
    firstCell.run()
    if !outputs.isSilent { recorder.begin(code) }
    try run(code, into: NotebookSink(outputs, recorder))
  }

  /// A notice tells the state of this machine: its mark keeps it out of what is verified.
  func show(notice: String, on outputs: Outputs) {
    outputs.display(Figure.text(notice).printed, metadata: CellRecorder.passingMetadata)
  }

  /// Evaluates a user expression as a cell of its own; its last output is the value.
  func evaluate(_ expression: String) throws(Failure) -> MimeBundle {
    let sink = LastOutput()
    try run(expression, into: sink)
    return sink.bundle
  }

  private func run(_ code: String, into sink: any CellSink) throws(Failure) {
    do throws(CellError) {
      try cells.run(code, into: sink)
    } catch {
      throw Failure(
        name: error.kind.rawValue, value: error.message,
        traceback: error.rendered.split(separator: "\n", omittingEmptySubsequences: false)
          .map(String.init))
    }
  }
}

extension Figure {
  /// The bundle of a cell's output, whose text ends its last line.
  ///
  /// `jupyter run` prints one output right after another.
  fileprivate var printed: MimeBundle {
    bundle.map { mime, data in
      (mime, mime == "text/plain" ? .string((data.string ?? "") + "\n") : data)
    }
  }
}

/// An action that runs only the first time.
private final class Once {
  private var action: (() -> Void)?

  init(_ action: @escaping () -> Void) { self.action = action }

  func run() {
    action?()
    action = nil
  }
}

/// Sends a cell's output to a front-end.
private final class NotebookSink: CellSink {
  private let outputs: Outputs
  private let recorder: CellRecorder
  /// The displays that this cell has created.
  private var displays: Set<String> = []

  init(_ outputs: Outputs, _ recorder: CellRecorder) {
    self.outputs = outputs
    self.recorder = recorder
  }

  func show(_ figure: Figure, isResult: Bool) {
    let metadata = recorder.metadata(of: figure)
    if isResult {
      outputs.result(figure.printed, metadata: metadata)
    } else {
      outputs.display(figure.printed, metadata: metadata)
    }
  }

  func update(_ figure: Figure, displayID: String) {
    let metadata = recorder.metadata(of: figure, displayID: displayID)
    if displays.insert(displayID).inserted {
      outputs.display(figure.printed, displayID: displayID, metadata: metadata)
    } else {
      outputs.update(figure.printed, displayID: displayID, metadata: metadata)
    }
  }

  func write(_ text: String) { outputs.stream(.output, text) }

  func warn(_ text: String) { outputs.stream(.errors, text + "\n") }

  func page(_ text: String) { outputs.page([("text/plain", .string(text))]) }

  func clear(wait: Bool) { outputs.clear(wait: wait) }

  func endSession() { outputs.askExit() }

  func ask(_ question: String) throws(CancellationError) -> String? {
    try outputs.ask(question)
  }
}

/// Keeps the last output of a cell without showing it.
private final class LastOutput: CellSink {
  private(set) var bundle: MimeBundle = [("text/plain", "")]

  func show(_ figure: Figure, isResult: Bool) { bundle = figure.bundle }

  func update(_ figure: Figure, displayID: String) { bundle = figure.bundle }

  func write(_ text: String) { bundle = [("text/plain", .string(text))] }

  func warn(_ text: String) {}

  func page(_ text: String) { bundle = [("text/plain", .string(text))] }

  func clear(wait: Bool) { bundle = [("text/plain", "")] }

  func endSession() {}

  func ask(_ question: String) -> String? { nil }
}
