/// The rows that a plan works on at a time: raw inputs, labels, and what is known of the labels.
package final class Batch {
  package let shape: BatchShape
  package let capacity: Int
  /// Rows in use.
  package var rows = 0
  /// Ids of categorical fields, [capacity, categories].
  package let ids: UnsafeMutablePointer<Int32>
  /// Transformed values of numeric fields, [capacity, numbers].
  package let numbers: FloatBuffer
  /// Multi-valued fields.
  package let lists: [BatchLists]
  /// Labels, [capacity, tasks]; NaN is missing.
  package let labels: FloatBuffer
  /// Seed of what is drawn anew in each step: noise on gates, dropout.
  package var seed: UInt64 = 0
  /// Steps that the optimiser made before this batch's.
  package var step = 0
  /// Whether the values are computed for a step of training; predictions take no noise.
  package internal(set) var isTraining = false
  /// Each row's loss, [capacity, tasks]; 0 without a label.
  let rowLosses: UnsafeMutablePointer<Double>
  /// Rows that have the task's label.
  package private(set) var present: [Int]
  /// Correlation of the tasks' labels, [tasks × tasks], NaN where undefined.
  private(set) var correlation: [Double]

  init(shape: BatchShape, capacity: Int) {
    self.shape = shape
    self.capacity = capacity
    ids = .allocate(capacity: max(1, capacity * shape.categories))
    ids.initialize(repeating: 0, count: max(1, capacity * shape.categories))
    numbers = FloatBuffer(count: capacity * shape.numbers)
    lists = (0..<shape.lists).map { _ in BatchLists() }
    labels = FloatBuffer(count: capacity * shape.tasks)
    rowLosses = .allocate(capacity: max(1, capacity * shape.tasks))
    rowLosses.initialize(repeating: 0, count: max(1, capacity * shape.tasks))
    present = Array(repeating: 0, count: shape.tasks)
    correlation = Array(repeating: .nan, count: shape.tasks * shape.tasks)
  }

  deinit {
    ids.deallocate()
    rowLosses.deallocate()
  }

  /// Mean loss of each task over the rows that have its label, summed in row order; NaN without one.
  var meanLosses: [Double] {
    (0..<shape.tasks).map { task in
      if present[task] == 0 { return .nan }
      let sum = (0..<rows).reduce(0.0) { $0 + rowLosses[$1 * shape.tasks + task] }
      return sum / Double(present[task])
    }
  }

  /// Counts the labels of the rows in use and, where a virtual gradient asks, correlates them.
  func summarise(_ measure: CorrelationMeasure?) {
    let tasks = shape.tasks
    for task in 0..<tasks {
      present[task] = (0..<rows).count { !labels.start[$0 * tasks + task].isNaN }
    }
    guard let measure else { return }
    for a in 0..<tasks {
      for b in 0..<a {
        let value = measure.correlation(
          of: UnsafePointer(labels.start + a), and: UnsafePointer(labels.start + b),
          stride: tasks, count: rows)
        correlation[a * tasks + b] = value
        correlation[b * tasks + a] = value
      }
    }
  }
}
