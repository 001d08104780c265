import Display
import FoundationEssentials

/// A line that updates in place, at most four times a second.
final class ProgressLine {
  private let sink: any CellSink
  private let displayID = UUID().uuidString
  private let clock = ContinuousClock()
  private var nextUpdate: ContinuousClock.Instant
  private var isShown = false

  /// A line that appears a quarter of a second from now at the earliest.
  init(in sink: any CellSink) {
    self.sink = sink
    nextUpdate = clock.now + .milliseconds(250)
  }

  /// Shows the text, unless the last one is too fresh.
  func show(_ text: @autoclosure () -> String) {
    guard clock.now >= nextUpdate else { return }
    update(text())
  }

  /// The last text of a line that has appeared; one that has not stays away.
  func finish(_ text: @autoclosure () -> String) {
    if isShown { update(text()) }
  }

  /// Shows the text at once.
  func update(_ text: String) {
    nextUpdate = clock.now + .milliseconds(250)
    isShown = true
    sink.update(.text(text), displayID: displayID)
  }
}
