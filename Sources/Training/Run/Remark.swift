import DataSets
import Engine
package import Models

extension Model {
  /// What a person should know of a model that was just built, as sentences.
  package var remarks: [String] {
    guard schema.tasks.count == 1, type(of: kind).tasks != .apart else { return [] }
    return [
      "There is one task, '\(schema.tasks[0].name)', and \(kindName) is a multi-task model: nothing is "
        + "shared. `build dnn` is the plain one."
    ]
  }
}

extension Trainer {
  /// What a person should know of the labels before training, as sentences.
  ///
  /// A task in `sampleSpaces` has those of its own rows only.
  package func remarks(in sampleSpaces: [SampleSpace] = []) -> [String] {
    guard let data else { return [] }
    let tasks = data.schema.tasks
    let labels = data.labels.map { $0.values(of: data.split.train) }
    let places = sampleSpaces.places(among: tasks)
    return tasks.indices.compactMap { task in
      Self.remark(tasks[task], places.labels(of: task) { labels[$0] })
    } + Self.twins(tasks, labels) + outOfOrder(tasks, labels) + nothingToChooseBy(data)
  }

  /// No rows to compare epochs on.
  private func nothingToChooseBy(_ data: DataSet) -> [String] {
    data.split.validation.isEmpty
      ? [
        "There are no validation rows, so no epoch can be chosen as the best: the last one's weights "
          + "are kept."
      ] : []
  }

  /// A label that tells nothing.
  private static func remark(_ task: Task, _ labels: [Float]) -> String? {
    let known = labels.filter { !$0.isNaN }
    guard let first = known.first else {
      return "No training row has a label of '\(task.name)': nothing is learned of it."
    }
    if known.contains(where: { $0 != first }) { return nil }
    let rows = known.count == 1 ? "The one training row" : "All \(known.count) training rows"
    switch (task.kind, first) {
    case (.binary, 0):
      return
        "'\(task.name)' has no positive in training (\(known.count) rows): it can only learn to "
        + "say no, and has no AUC."
    case (.binary, _):
      return
        "'\(task.name)' has no negative in training (\(known.count) rows): it can only learn to "
        + "say yes, and has no AUC."
    default: return "\(rows) of '\(task.name)' have the label \(first): there is nothing to learn."
    }
  }

  /// Tasks whose labels are the same, perhaps by mistake.
  private static func twins(_ tasks: [Task], _ labels: [[Float]]) -> [String] {
    tasks.indices.flatMap { b in
      (0..<b).compactMap { a in
        let isSame = zip(labels[a], labels[b]).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        return isSame && labels[a].contains { !$0.isNaN }
          ? "'\(tasks[a].name)' and '\(tasks[b].name)' have the same label in every training row."
          : nil
      }
    }
  }

  /// Events of a funnel that happened without the one before.
  private func outOfOrder(_ tasks: [Task], _ labels: [[Float]]) -> [String] {
    guard type(of: model.kind).tasks == .funnel else { return [] }
    return tasks.indices.dropFirst().compactMap { place in
      let count = zip(labels[place - 1], labels[place]).count { $0 == 0 && $1 == 1 }
      if count == 0 { return nil }
      return
        "In \(count) training rows '\(tasks[place].name)' is 1 where '\(tasks[place - 1].name)' is "
        + "0: \(model.kindName) takes each task for a part of the one before."
    }
  }
}

extension TrainingOptions {
  /// What a person should know of options that were given and change nothing, as sentences.
  package var remarks: [String] {
    let plain = TrainingOptions()
    let idle: [(option: String, isIdle: Bool, wants: String)] = [
      ("--momentum", momentum != plain.momentum && optimizer != .sgd, "--optimizer sgd"),
      (
        "--weight-decay", weightDecay != plain.weightDecay && optimizer != .adamw,
        "--optimizer adamw"
      ),
      (
        "--decay", schedule.decay != plain.schedule.decay && schedule.shape != .exponential,
        "--schedule exponential"
      ),
      (
        "--decay-steps",
        schedule.decaySteps != plain.schedule.decaySteps && schedule.shape != .exponential,
        "--schedule exponential"
      ),
    ]
    return idle.filter(\.isIdle).map { "`\($0.option)` changes nothing without `\($0.wants)`." }
  }
}
