import Display

/// Limits the output of a cell, so that an endless loop does not freeze a browser.
///
/// Output beyond the limit goes to a file whose path the cell prints. Results and progress lines are
/// always shown.
final class OutputLimit: CellSink {
  /// Maximum number of bytes of text per cell.
  static let maximum = 256 * 1_024
  /// Minimum size counted for a figure, which costs a front-end more than text.
  private static let leastOfFigure = 512

  private let sink: any CellSink
  private let rest: RestOfOutput?
  private var shown = 0
  private var hasWarned = false

  /// Limits the output to `sink`; `rest` takes what is beyond, `nil` drops it.
  init(of sink: any CellSink, rest: RestOfOutput? = nil) {
    self.sink = sink
    self.rest = rest
  }

  var updateInterval: Duration { sink.updateInterval }

  func show(_ figure: Figure, isResult: Bool) {
    if isResult { return sink.show(figure, isResult: true) }
    let text = figure.plainText
    if admits(max(text.utf8.count, Self.leastOfFigure)) {
      sink.show(figure, isResult: false)
    } else {
      leave(text + "\n")
    }
  }

  func update(_ figure: Figure, displayID: String) { sink.update(figure, displayID: displayID) }

  func write(_ text: String) {
    if admits(text.utf8.count) { sink.write(text) } else { leave(text) }
  }

  func warn(_ text: String) {
    if admits(text.utf8.count) { sink.warn(text) } else { leave(text + "\n") }
  }

  func page(_ text: String) { sink.page(text) }

  func clear(wait: Bool) { sink.clear(wait: wait) }

  func endSession() { sink.endSession() }

  func ask(_ question: String) throws(CancellationError) -> String? { try sink.ask(question) }

  private func admits(_ bytes: Int) -> Bool {
    shown = min(shown + bytes, Self.maximum + 1)
    return shown <= Self.maximum
  }

  private func leave(_ text: String) {
    let isKept = rest?.write(text) ?? false
    if hasWarned { return }
    hasWarned = true
    let outcome = isKept ? rest.map { "is written to \($0.path)" } : nil
    sink.warn(
      "The cell has printed 256 KB; the rest, except its result, \(outcome ?? "is dropped").")
  }
}
