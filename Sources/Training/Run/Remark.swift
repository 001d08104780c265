package import DataSets
import Engine
package import Models

/// A warning to the person before training; `Language` writes the sentence.
package enum Remark: Sendable, Equatable {
  /// A multi-task model has only one task.
  case nothingShared(task: String, kind: String)
  /// There are no validation rows, so the last epoch's weights are kept instead of the best one's.
  case noValidationRows
  /// No training row has a label of the task.
  case noLabel(task: String)
  /// All training rows that have the task's label have the same one.
  case oneLabel(task: String, kind: Task.Kind, label: Float, rows: Int)
  /// Two tasks have the same labels, perhaps by mistake.
  case sameLabels(String, String)
  /// In some rows an event of a funnel occurred without the event before it.
  case outOfOrder(task: String, before: String, rows: Int, kind: String)
}

extension Model {
  /// Remarks about a newly built model.
  package var remarks: [Remark] {
    guard schema.tasks.count == 1, type(of: kind).tasks != .apart else { return [] }
    return [.nothingShared(task: schema.tasks[0].name, kind: kindName)]
  }
}

extension Trainer {
  /// Remarks about the training labels; a task with a sample space is judged by the rows within it.
  package func remarks(in sampleSpaces: [SampleSpace] = []) -> [Remark] {
    guard let data else { return [] }
    let tasks = data.schema.tasks
    let labels = data.labels.map { $0.values(of: data.split.train) }
    let spaces = sampleSpaces.indices(in: tasks)
    let ofLabels = tasks.indices.compactMap { task in
      Self.remark(tasks[task], spaces.labels(of: task) { labels[$0] })
    }
    return ofLabels + Self.twins(tasks, labels) + outOfOrder(tasks, labels)
      + (data.split.validation.isEmpty ? [.noValidationRows] : [])
  }

  /// The remark about a task without labels or with only one; nil if the labels differ.
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
    return tasks.indices.dropFirst().compactMap { index in
      let count = zip(labels[index - 1], labels[index]).count { $0 == 0 && $1 == 1 }
      return count == 0
        ? nil
        : .outOfOrder(
          task: tasks[index].name, before: tasks[index - 1].name, rows: count,
          kind: model.kindName)
    }
  }
}
