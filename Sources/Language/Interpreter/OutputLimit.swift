import Display

/// Passes on what a cell shows up to a limit, so that an endless loop does not freeze a browser.
///
/// What is beyond it goes to a file that the cell names. A figure of the last line is always shown,
/// and so is the progress of training.
final class OutputLimit: CellSink {
  /// Bytes of text that a cell may show.
  static let maximum = 256 * 1_024
  /// A figure counts as so many bytes at least: a front-end has more to do for it than for text.
  private static let leastOfFigure = 512

  private let sink: any CellSink
  private let rest: RestOfOutput?
  private var shown = 0
  private var hasWarned = false

  /// Takes where the output goes, and what is beyond the limit; `nil` for nowhere.
  init(of sink: any CellSink, rest: RestOfOutput? = nil) {
    self.sink = sink
    self.rest = rest
  }

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

  func ask(_ question: String) throws(CancellationError) -> String? { try sink.ask(question) }

  private func admits(_ bytes: Int) -> Bool {
    shown = min(shown + bytes, Self.maximum + 1)
    return shown <= Self.maximum
  }

  private func leave(_ text: String) {
    let isKept = rest?.write(text) ?? false
    if hasWarned { return }
    hasWarned = true
    let place = isKept ? rest.map { "in \($0.path)" } : nil
    sink.warn("The cell has shown 256 KB; the rest but its result is \(place ?? "left out").")
  }
}
