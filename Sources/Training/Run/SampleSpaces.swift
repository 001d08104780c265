import DataSets

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
