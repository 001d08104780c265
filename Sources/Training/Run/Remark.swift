package import DataSets
import Engine
package import Models

/// What a person should know before training; no error.
///
/// `Language` writes the sentences.
package enum Remark: Sendable, Equatable {
  /// A multi-task model has one task.
  case nothingShared(task: String, kind: String)
  /// No epoch can be chosen as the best, so the last one's weights are kept.
  case noValidationRows
  /// No training row has a label of the task.
  case noLabel(task: String)
  /// All training rows with a label of the task have the same one.
  case oneLabel(task: String, kind: Task.Kind, label: Float, rows: Int)
  /// Two tasks have the same labels, perhaps by mistake.
  case sameLabels(String, String)
  /// Events of a funnel that happened without the one before.
  case outOfOrder(task: String, before: String, rows: Int, kind: String)
}

extension Model {
  /// What a person should know of a model that was just built.
  package var remarks: [Remark] {
    guard schema.tasks.count == 1, type(of: kind).tasks != .apart else { return [] }
    return [.nothingShared(task: schema.tasks[0].name, kind: kindName)]
  }
}

extension Trainer {
  /// What a person should know of the labels before training.
  ///
  /// A task in `sampleSpaces` has those of its own rows only.
  package func remarks(in sampleSpaces: [SampleSpace] = []) -> [Remark] {
    guard let data else { return [] }
    let tasks = data.schema.tasks
    let labels = data.labels.map { $0.values(of: data.split.train) }
    let places = sampleSpaces.places(among: tasks)
    let ofLabels = tasks.indices.compactMap { task in
      Self.remark(tasks[task], places.labels(of: task) { labels[$0] })
    }
    return ofLabels + Self.twins(tasks, labels) + outOfOrder(tasks, labels)
      + (data.split.validation.isEmpty ? [.noValidationRows] : [])
  }

  /// A label that tells nothing.
  private static func remark(_ task: Task, _ labels: [Float]) -> Remark? {
    let known = labels.filter { !$0.isNaN }
    guard let first = known.first else { return .noLabel(task: task.name) }
    if known.contains(where: { $0 != first }) { return nil }
    return .oneLabel(task: task.name, kind: task.kind, label: first, rows: known.count)
  }

  private static func twins(_ tasks: [Task], _ labels: [[Float]]) -> [Remark] {
    tasks.indices.flatMap { b in
      (0..<b).compactMap { a in
        let isSame = zip(labels[a], labels[b]).allSatisfy { $0 == $1 || ($0.isNaN && $1.isNaN) }
        return isSame && labels[a].contains { !$0.isNaN }
          ? .sameLabels(tasks[a].name, tasks[b].name) : nil
      }
    }
  }

  private func outOfOrder(_ tasks: [Task], _ labels: [[Float]]) -> [Remark] {
    guard type(of: model.kind).tasks == .funnel else { return [] }
    return tasks.indices.dropFirst().compactMap { place in
      let count = zip(labels[place - 1], labels[place]).count { $0 == 0 && $1 == 1 }
      return count == 0
        ? nil
        : .outOfOrder(
          task: tasks[place].name, before: tasks[place - 1].name, rows: count,
          kind: model.kindName)
    }
  }
}
