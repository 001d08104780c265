import Display
import FoundationEssentials

/// A line that is updated in place, as often as its sink wants updates.
///
/// It begins and ends with the same text. What is kept in a notebook thus repeats from run to run,
/// also for tools that take the first state of a display.
final class ProgressLine {
  private let sink: any CellSink
  private let text: String
  private let displayID = UUID().uuidString
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var nextUpdate: ContinuousClock.Instant
  private var isShown = false

  /// A line that ends as `text` and appears after the sink's interval at the earliest.
  init(_ text: String, in sink: any CellSink) {
    self.text = text
    self.sink = sink
    start = clock.now
    nextUpdate = start + sink.updateInterval
  }

  /// Shows the share of the work that is done, if all of it will take more than ten seconds.
  ///
  /// The first two seconds say nothing about the rest.
  func show(share: Double) {
    let elapsed = clock.now - start
    guard share > 0, elapsed > .seconds(2), elapsed / share > .seconds(10) else { return }
    show(NumberFormat.percent(0).text(share))
  }

  /// Shows how far the work is, unless the last update was less than the sink's interval ago.
  func show(_ state: @autoclosure () -> String) {
    guard clock.now >= nextUpdate else { return }
    if !isShown { update(text) }
    update("\(text) · \(state())")
    nextUpdate = clock.now + sink.updateInterval
  }

  /// Shows the text alone; without `always` only if the line has appeared.
  func finish(always: Bool = true) {
    if isShown || always { update(text) }
  }

  /// Shows the text alone, which stands for these rows.
  func finish(_ rows: Table) {
    isShown = true
    sink.update(.line(text, rows: rows), displayID: displayID)
  }

  private func update(_ text: String) {
    isShown = true
    sink.update(.text(text), displayID: displayID)
  }
}
