import Display
import Language

/// Collects the outputs of a cell as a notebook would record them.
final class FreshOutputs: CellSink {
  /// What a notebook would hold, without lines that appear only where work takes long.
  var outputs: CellOutputs {
    var outputs = all
    for index in passing.sorted().reversed() { outputs.shown.remove(at: index) }
    return outputs
  }

  private let recorder: CellRecorder
  private var all = CellOutputs()
  /// The displays that may be updated, by their position among the outputs.
  private var displays: [String: Int] = [:]
  private var passing: Set<Int> = []
  private(set) var hasEnded = false
  private var clearsBeforeNext = false

  /// The recorder notes the facts of the cell at its first output.
  init(_ recorder: CellRecorder) { self.recorder = recorder }

  func show(_ figure: Figure, isResult: Bool) {
    clearIfAsked()
    recorder.note(figure)
    all.shown.append(CellOutputs.Shown(figure))
  }

  func update(_ figure: Figure, displayID: String) {
    clearIfAsked()
    recorder.note(figure, displayID: displayID)
    let index = displays[displayID] ?? all.shown.count
    if index == all.shown.count { all.shown.append(CellOutputs.Shown(figure)) }
    displays[displayID] = index
    all.shown[index] = CellOutputs.Shown(figure)
    if CellRecorder.isPassing(figure) { passing.insert(index) } else { passing.remove(index) }
  }

  func write(_ text: String) {
    clearIfAsked()
    all.printed += text
  }

  func warn(_ text: String) {
    clearIfAsked()
    all.warned += text + "\n"
  }

  /// Front-ends show pages beside the notebook.
  func page(_ text: String) {}

  func clear(wait: Bool) {
    clearsBeforeNext = true
    if !wait { clearIfAsked() }
  }

  func endSession() { hasEnded = true }

  func ask(_ question: String) -> String? { nil }

  func fail(_ error: CellError) {
    all.failure = CellOutputs.Failure(
      name: error.kind.rawValue, sentence: error.message, text: error.rendered)
  }

  private func clearIfAsked() {
    guard clearsBeforeNext else { return }
    clearsBeforeNext = false
    all = CellOutputs()
    passing = []
    displays = [:]
  }
}
