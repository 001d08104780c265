package import DataSets

/// The sample space of a task: the rows on which another task's label is 1.
package struct SampleSpace: Sendable, Equatable, Decodable {
  /// The name of the task.
  package var task: String
  /// The name of the other task.
  package var label: String

  /// Takes the names of two tasks.
  package init(task: String, label: String) {
    self.task = task
    self.label = label
  }

  /// Parses `conversion=click`; nil for any other form.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0] != parts[1] else {
      return nil
    }
    self.init(task: parts[0], label: parts[1])
  }

  /// The text that `init` parses.
  package var text: String { "\(task)=\(label)" }
}

extension [SampleSpace] {
  /// The indices of task and label of each sample space, without those that name an unknown task.
  func indices(in tasks: [Task]) -> [SampleSpaceIndices] {
    compactMap { space in
      guard let task = tasks.firstIndex(where: { $0.name == space.task }),
        let label = tasks.firstIndex(where: { $0.name == space.label })
      else { return nil }
      return SampleSpaceIndices(task: task, label: label)
    }
  }

  /// Checks that all names are tasks, and all labels binary.
  ///
  /// - Throws: `TrainingError.noSampleSpace` or `.noEvent`.
  package func check(_ tasks: [Task]) throws(TrainingError) {
    let known = tasks.map(\.name)
    for name in flatMap({ [$0.task, $0.label] }) where !known.contains(name) {
      throw .noSampleSpace(name, known: known)
    }
    for space in indices(in: tasks) where tasks[space.label].kind != .binary {
      throw .noEvent(tasks[space.label].name)
    }
  }
}

/// A sample space by the indices of its task and its label in a schema.
struct SampleSpaceIndices {
  let task: Int
  let label: Int
}

extension [SampleSpaceIndices] {
  /// The labels of a task, NaN outside its sample space; `all` gives all labels of any task.
  func labels(of task: Int, _ all: (Int) -> [Float]) -> [Float] {
    var values = all(task)
    for space in self where space.task == task {
      for (row, label) in all(space.label).enumerated() where label != 1 { values[row] = .nan }
    }
    return values
  }
}
