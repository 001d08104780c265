import Display
import FoundationEssentials
import Models
import Runs
import Training

/// Texts about a run.
extension RunRecord {
  /// Such as "m (dephn) · adult".
  var what: String { "\(start.model) (\(start.kind)) · \(start.data)" }

  /// "running in process 4242", "interrupted in epoch 2", "lost its process in epoch 7".
  var stateText: String {
    switch state {
    case .running: "running in process \(process)"
    case .ended(.interrupted): "interrupted in epoch \(epoch)"
    case .ended(let ending): ending.rawValue
    case .died: epoch > 0 ? "lost its process in epoch \(epoch)" : "lost its process"
    }
  }

  /// The same without details, as tables have it: "interrupted".
  var stateWord: String {
    switch state {
    case .running: "running"
    case .ended(let ending): ending.rawValue
    case .died: "lost its process"
    }
  }

  /// How its weights were computed.
  var arithmetic: Arithmetic {
    Arithmetic(version: start.version, firstLayers: start.firstLayers)
  }

  /// The line that made its data: `adult = load adult --tasks income`.
  var madeBy: String { start.madeBy ?? "d = load \(start.data)" }

  /// The name that the data had.
  var dataName: String { String(madeBy.prefix { $0 != " " }) }

  /// The line that continues it: `m = resume run 3 adult`.
  var resumingLine: String { "\(start.model) = resume run \(number) \(dataName)" }

  /// The loss per step, with the log of the run.
  var figure: Figure {
    let title = "Run \(number) · \(what) · \(stateText)"
    if steps.isEmpty && epochs.isEmpty { return .text(([title] + log).joined(separator: "\n")) }
    let train = steps.map { (x: Double($0.step), y: $0.losses.meanOfNumbers) }
    let ends = epochs.map { (x: Double($0.step), y: $0.losses.meanOfNumbers) }
    let validation = epochs.compactMap { epoch in
      epoch.validation.map { (x: Double(epoch.step), y: $0.compactMap(\.loss).meanOfNumbers) }
    }
    func names(_ rows: String) -> [(key: String, value: String)] {
      [("run", "\(number)"), ("model", start.model), ("rows", rows)]
    }
    let line = LinePlot.Series(
      name: steps.isEmpty ? "train, epoch mean" : "train", names: names("train"),
      points: steps.isEmpty ? ends : train)
    let rings = LinePlot.Series(
      name: "validation", names: names("validation"), points: validation, mark: .ring)
    return .linePlot(
      LinePlot(
        title: title,
        subtitle: start.tasks.count > 1
          ? "Mean loss of \(start.tasks.joined(separator: ", "))." : nil,
        xLabel: "step", yLabel: "loss", series: validation.isEmpty ? [line] : [line, rings],
        reading: log.joined(separator: "\n")))
  }

  /// True if weights of an epoch are kept.
  private func isKept(_ epoch: Int) -> Bool { best?.all.contains(epoch) ?? false }

  /// The last epochs and the state of the run, one line each.
  private var log: [String] {
    let number = NumberFormat.anyScale
    let older = epochs.dropLast(5).filter { isKept($0.epoch) }
    var lines = (older + epochs.suffix(5)).map { epoch in
      let validation = epoch.validation.map {
        "   validation \(number.text($0.compactMap(\.loss).meanOfNumbers))"
      }
      return "epoch \(epoch.epoch)   train \(number.text(epoch.losses.meanOfNumbers))"
        + (validation ?? "") + (isKept(epoch.epoch) ? "   best" : "")
    }
    lines += resumptions.suffix(1).map { "Resumed after step \($0.step)." }
    if state == .running, let step = steps.last {
      lines.append("Step \(step.step), epoch \(step.epoch) of \(step.epochs), \(memoryText).")
    }
    if let reason = end?.reason { lines.append(reason) }
    if let digest = end?.digest {
      lines.append(
        (["Weights \(digest.prefix(12))."] + [arithmetic.warning].compactMap { $0 })
          .joined(separator: " "))
    }
    if state == .died || state == .ended(.interrupted) {
      lines.append(
        isResumable ? "`\(resumingLine)` continues it." : "It has no checkpoint to continue from.")
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

/// The notices of a starting kernel about runs that lost their process.
package struct RunNotices: Sendable {
  private let folder: RunsFolder
  private let died: [RunRecord]

  /// - Returns: `nil` if no runs are recorded.
  package init?(folder path: String?) {
    guard let path else { return nil }
    folder = RunsFolder(path)
    died = folder.diedUntold
  }

  /// One sentence per run, for the last three.
  package var sentences: [String] {
    died.suffix(3).map { run in
      let what = "Run \(run.number) (\(run.start.model), \(run.start.kind) on \(run.start.data))"
      let progress = run.epoch > 0 ? " in epoch \(run.epoch), using \(run.memoryText)" : ""
      let way =
        run.isResumable
        ? "`\(run.madeBy)`, then `\(run.resumingLine)` continues from its last checkpoint."
        : "it has no checkpoint; `attach run \(run.number)` shows how far it got."
      return "\(what) lost its process\(progress): \(way)"
    }
  }

  /// Marks the notices as read, so that no other kernel repeats them.
  package func tell() { folder.tell(died) }
}
