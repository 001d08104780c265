import Display

/// Passes on what a cell shows up to a limit, so that an endless loop does not freeze a browser.
///
/// A figure of the last line is always shown, and so is the progress of training.
final class OutputLimit: CellSink {
  /// Bytes of text that a cell may show.
  static let maximum = 256 * 1_024

  private let sink: any CellSink
  private var shown = 0
  private var hasWarned = false

  init(of sink: any CellSink) {
    self.sink = sink
  }

  func show(_ figure: Figure, isResult: Bool) {
    if isResult || admits(figure.plainText) { sink.show(figure, isResult: isResult) }
  }

  func update(_ figure: Figure, displayID: String) { sink.update(figure, displayID: displayID) }

  func write(_ text: String) {
    if admits(text) { sink.write(text) }
  }

  func warn(_ text: String) {
    if admits(text) { sink.warn(text) }
  }

  func page(_ text: String) { sink.page(text) }

  private func admits(_ text: String) -> Bool {
    shown += text.utf8.count
    if shown <= Self.maximum { return true }
    if !hasWarned {
      hasWarned = true
      sink.warn("The cell has shown 256 KB; the rest but its result is left out.")
    }
    return false
  }
}
