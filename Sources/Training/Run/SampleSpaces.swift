import DataSets

/// A task that counts a part of the rows only: those on which the label of another is 1.
package struct SampleSpace: Sendable, Equatable, Decodable {
  package var task: String
  package var label: String

  package init(task: String, label: String) {
    self.task = task
    self.label = label
  }

  /// `conversion=click`; nil for another form.
  package init?(_ text: String) {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0] != parts[1] else {
      return nil
    }
    self.init(task: parts[0], label: parts[1])
  }

  /// What `init` reads.
  package var text: String { "\(task)=\(label)" }
}

extension [SampleSpace] {
  /// The places of each one's task and label; what is no task is left out.
  func places(among tasks: [Task]) -> [SampleSpacePlace] {
    compactMap { space in
      guard let task = tasks.firstIndex(where: { $0.name == space.task }),
        let label = tasks.firstIndex(where: { $0.name == space.label })
      else { return nil }
      return SampleSpacePlace(task: task, label: label)
    }
  }

  /// - Throws: `TrainingError` if one speaks of what is no task, or of a label that is no event.
  func check(_ tasks: [Task]) throws(TrainingError) {
    let known = tasks.map(\.name)
    for name in flatMap({ [$0.task, $0.label] }) where !known.contains(name) {
      throw .noSampleSpace(name, known: known)
    }
    for place in places(among: tasks) where tasks[place.label].kind != .binary {
      throw .noEvent(tasks[place.label].name)
    }
  }
}

/// A sample space by the places of its task and its label in a schema.
struct SampleSpacePlace {
  let task: Int
  let label: Int
}

extension [SampleSpacePlace] {
  /// A task's labels, NaN outside its sample space; `all` gives those of any task in all rows.
  func labels(of task: Int, _ all: (Int) -> [Float]) -> [Float] {
    var values = all(task)
    for space in self where space.task == task {
      for (row, label) in all(space.label).enumerated() where label != 1 { values[row] = .nan }
    }
    return values
  }
}
