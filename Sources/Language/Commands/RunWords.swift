import Display
import FoundationEssentials
import Runs
import Training

/// What people read of a run.
extension RunRecord {
  /// Such as "m (dephn) · adult".
  var what: String { "\(start.model) (\(start.kind)) · \(start.data)" }

  /// "running in process 4242", "interrupted", "died in epoch 7".
  var stateText: String {
    switch state {
    case .running: "running in process \(process)"
    case .ended(.interrupted): "interrupted in epoch \(epoch)"
    case .ended(let ending): ending.rawValue
    case .died: epoch > 0 ? "died in epoch \(epoch)" : "died"
    }
  }

  /// "2 of 3": whole epochs.
  var epochsText: String { "\(epochsMade) of \(epochsWanted)" }

  /// Such as "0.3121 in epoch 2".
  var bestText: String? {
    best.flatMap { best in
      best.loss.map { "\(NumberFormat.fixed(4).text($0)) in epoch \(best.epoch)" }
    }
  }

  /// The line that made its data: `adult = load adult --tasks income`.
  var madeBy: String { start.madeBy ?? "d = load \(start.data)" }

  /// The name that the data had.
  var dataName: String { String(madeBy.prefix { $0 != " " }) }

  /// The line that goes on with it.
  var resumingLine: String { "\(start.model) = resume run \(number) \(dataName)" }

  /// The loss over the steps, with what is known beside it.
  var figure: Figure {
    let title = "Run \(number) · \(what) · \(stateText)"
    if steps.isEmpty && epochs.isEmpty { return .text(([title] + log).joined(separator: "\n")) }
    let train = steps.map { (x: Double($0.step), y: $0.losses.meanOfNumbers) }
    let ends = epochs.map { (x: Double($0.step), y: $0.losses.meanOfNumbers) }
    let validation = epochs.compactMap { epoch in
      epoch.validation.map { (x: Double(epoch.step), y: $0.map(\.loss).meanOfNumbers) }
    }
    let line = LinePlot.Series(
      name: steps.isEmpty ? "train, mean of an epoch" : "train",
      points: steps.isEmpty ? ends : train)
    let rings = LinePlot.Series(name: "validation", points: validation, mark: .ring)
    return .linePlot(
      LinePlot(
        title: title,
        subtitle: start.tasks.count > 1
          ? "Mean loss of \(start.tasks.joined(separator: ", "))." : nil,
        xLabel: "step", yLabel: "loss", series: validation.isEmpty ? [line] : [line, rings],
        reading: log.joined(separator: "\n")))
  }

  /// The last epochs, and how it ended or stands: a line each.
  private var log: [String] {
    let number = NumberFormat.fixed(4)
    let older = epochs.dropLast(5).filter { $0.epoch == best?.epoch }
    var lines = (older + epochs.suffix(5)).map { epoch in
      let validation = epoch.validation.map {
        "   validation \(number.text($0.map(\.loss).meanOfNumbers))"
      }
      return "epoch \(epoch.epoch)   train \(number.text(epoch.losses.meanOfNumbers))"
        + (validation ?? "") + (epoch.epoch == best?.epoch ? "   best" : "")
    }
    lines += resumptions.suffix(1).map { "It went on after step \($0.step)." }
    if state == .running, let step = steps.last {
      lines.append("Step \(step.step), epoch \(step.epoch) of \(step.epochs), \(memoryText).")
    }
    if let reason = end?.reason { lines.append(reason) }
    if let digest = end?.digest { lines.append("Weights \(digest.prefix(12)).") }
    if state == .died || state == .ended(.interrupted) {
      lines.append(
        isResumable ? "`\(resumingLine)` goes on with it." : "It left no checkpoint to go on from.")
    }
    return lines
  }

  /// Such as "3.9 GB".
  var memoryText: String {
    let megabytes = Double(memory ?? 0) / 1e6
    return megabytes >= 1000
      ? "\(NumberFormat.fixed(1).text(megabytes / 1000)) GB"
      : "\(NumberFormat.count.text(megabytes)) MB"
  }
}

/// What a kernel that starts says of runs whose process died.
package struct RunNotices: Sendable {
  private let folder: RunsFolder
  private let died: [RunRecord]

  /// nil where no runs are recorded.
  package init?(folder path: String?) {
    guard let path else { return nil }
    folder = RunsFolder(path)
    died = folder.diedUntold
  }

  /// A sentence a run, of the last three.
  package var sentences: [String] {
    died.suffix(3).map { run in
      let what = "Run \(run.number) (\(run.start.model), \(run.start.kind) on \(run.start.data))"
      let place = run.epoch > 0 ? " in epoch \(run.epoch), holding \(run.memoryText)" : ""
      let way =
        run.isResumable
        ? "after `\(run.madeBy)`, `\(run.resumingLine)` goes on from its last checkpoint."
        : "it left no checkpoint; `attach run \(run.number)` shows how far it came."
      return "\(what) ended without a word\(place): \(way)"
    }
  }

  /// Remembers that they were said.
  package func tell() { folder.tell(died) }
}
