/// The rows of a step or prediction: raw inputs, labels, and statistics of the labels.
package final class Batch {
  /// The number of inputs and labels per row.
  package let shape: BatchShape
  /// The largest number of rows.
  package let capacity: Int
  /// The number of rows in use.
  package var rows = 0
  /// Ids of categorical fields, [capacity, categories].
  package let ids: UnsafeMutablePointer<Int32>
  /// Transformed values of numeric fields, [capacity, numbers].
  package let numbers: FloatBuffer
  /// Rows of multi-valued fields, one object per field.
  package let lists: [BatchLists]
  /// Labels, [capacity, tasks]; NaN if missing.
  package let labels: FloatBuffer
  /// What each row counts, [capacity]; 1 unless `isWeighted`.
  package let weights: FloatBuffer
  /// True if rows count differently.
  package var isWeighted = false
  /// The seed of random numbers drawn in each step: noise on gates, dropout.
  package var seed: UInt64 = 0
  /// The number of steps that the optimizer has made before this one.
  package var step = 0
  /// True while values are computed for a training step; predictions use no noise.
  package internal(set) var isTraining = false
  /// Losses per row, [capacity, tasks]; 0 without a label.
  let rowLosses: UnsafeMutablePointer<Double>
  /// The number of rows with a label, per task.
  package private(set) var present: [Int]
  /// The sum of those rows' weights, per task.
  private(set) var presentWeight: [Double]
  /// Correlation of the tasks' labels, [tasks, tasks]; NaN where undefined.
  private(set) var correlation: [Double]

  init(shape: BatchShape, capacity: Int) {
    self.shape = shape
    self.capacity = capacity
    ids = .allocate(capacity: max(1, capacity * shape.categories))
    ids.initialize(repeating: 0, count: max(1, capacity * shape.categories))
    numbers = FloatBuffer(count: capacity * shape.numbers)
    lists = (0..<shape.lists).map { _ in BatchLists() }
    labels = FloatBuffer(count: capacity * shape.tasks)
    weights = FloatBuffer(count: capacity)
    rowLosses = .allocate(capacity: max(1, capacity * shape.tasks))
    rowLosses.initialize(repeating: 0, count: max(1, capacity * shape.tasks))
    present = Array(repeating: 0, count: shape.tasks)
    presentWeight = Array(repeating: 0, count: shape.tasks)
    correlation = Array(repeating: .nan, count: shape.tasks * shape.tasks)
  }

  deinit {
    ids.deallocate()
    rowLosses.deallocate()
  }

  /// Weighted mean loss of each task over the rows with its label, summed in row order; NaN without labels.
  var meanLosses: [Double] {
    (0..<shape.tasks).map { task in
      if present[task] == 0 || presentWeight[task] == 0 { return .nan }
      let sum = (0..<rows).reduce(0.0) { $0 + rowLosses[$1 * shape.tasks + task] }
      return sum / presentWeight[task]
    }
  }

  /// What the rows with a task's label weigh together.
  private func weight(of task: Int) -> Double {
    (0..<rows).reduce(0.0) { sum, row in
      labels.start[row * shape.tasks + task].isNaN ? sum : sum + Double(weights.start[row])
    }
  }

  /// The correlation of two tasks' labels over the rows in use; NaN where it is undefined.
  package func correlation(of a: Int, and b: Int, _ measure: CorrelationMeasure) -> Double {
    measure.correlation(
      of: UnsafePointer(labels.start + a), and: UnsafePointer(labels.start + b),
      stride: shape.tasks, count: rows)
  }

  /// Counts the labels of the rows in use, and correlates them if a virtual gradient needs that.
  func summarise(_ measure: CorrelationMeasure?) {
    let tasks = shape.tasks
    for task in 0..<tasks {
      present[task] = (0..<rows).count { !labels.start[$0 * tasks + task].isNaN }
      presentWeight[task] = isWeighted ? weight(of: task) : Double(present[task])
    }
    guard let measure else { return }
    for a in 0..<tasks {
      for b in 0..<a {
        let value = correlation(of: a, and: b, measure)
        correlation[a * tasks + b] = value
        correlation[b * tasks + a] = value
      }
    }
  }
}
