package import DataSets
package import System

/// The rows on which a task counts, among those asked for: they have its label and lie in its sample space.
package struct TaskRows: Sendable {
  package let task: Task
  /// Which of the rows asked for these are, ascending.
  package let indices: [Int]
  package let labels: [Float]
  package let weights: RowWeights

  /// The rows of a task, by its index, among `rows`.
  init(_ task: Int, among rows: [Int32], of data: DataSet, _ spaces: [SampleSpaceIndices]) {
    let labels = spaces.labels(of: task) { data.labels[$0].values(of: rows) }
    let known = rows.indices.filter { !labels[$0].isNaN }
    self.task = data.schema.tasks[task]
    indices = known
    self.labels = known.map { labels[$0] }
    weights = RowWeights(data, rows: known.map { rows[$0] })
  }

  private init(_ rows: TaskRows, kept: [Int]) {
    task = rows.task
    indices = kept.map { rows.indices[$0] }
    labels = kept.map { rows.labels[$0] }
    weights = rows.weights.gathered(kept)
  }

  /// These rows with their places among them, without those whose index `belongs` says no to.
  package func filtered(_ belongs: (Int) -> Bool) -> (rows: TaskRows, kept: [Int]) {
    let kept = indices.indices.filter { belongs(indices[$0]) }
    return (TaskRows(self, kept: kept), kept)
  }

  /// The numbers of these rows, among one for each of the rows asked for.
  package func values(among all: [Float]) -> [Float] {
    indices.count == all.count ? all : indices.map { all[$0] }
  }

  /// The rows of every task; `sampleSpaces` name tasks of the data.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package static func all(
    among rows: [Int32], of data: DataSet, in sampleSpaces: [SampleSpace], interrupt: Interrupt
  ) throws(CancellationError) -> [TaskRows] {
    let spaces = sampleSpaces.indices(in: data.schema.tasks)
    return try data.schema.tasks.indices.map { task throws(CancellationError) in
      try interrupt.check()
      return TaskRows(task, among: rows, of: data, spaces)
    }
  }
}
