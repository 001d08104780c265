package import ArgumentParser
import Numbers
import Options
import System

/// Artificial tasks with a chosen correlation.
///
/// The synthetic data of Ma et al., KDD 2018, Sec. 3.2. A row is x ∈ R^d, each entry standard
/// normal. With orthonormal vectors u_1, u_2, the correlation r and the scale constant 1, the
/// weights of two tasks are
///
///     w_1 = u_1,   w_2 = r u_1 + √(1 − r²) u_2,
///
/// and the label of task t is
///
///     y_t = w_tᵀx + Σ_i sin(α_i w_tᵀx + β_i) + ε_t,   ε_t normal with variance 0.01.
///
/// More tasks than two have weights of pairwise cosine r, by the Cholesky factor of their matrix
/// of cosines. The paper leaves α, β, m and d open; here α_i = β_i = i for i = 1, 2, 3, and d = 10,
/// so that five epochs over 16,000 rows show the effect of r on a shared bottom. Binary labels
/// are 1 where y_t is above its median over the training rows; they correlate less than the
/// real-valued ones do. Rows are independent, so the split is by order: 80, 10 and 10 per cent.
package struct Synthetic: DataSource {
  package static let name = "synthetic"
  package static let summary =
    "Artificial tasks whose correlation you choose (Ma et al., KDD 2018)."
  package static let origin = DataOrigin.computed
  package static let examples = [
    SourceExample(["correlation": "0.5", "rows": "5000"], meaning: "Two binary tasks."),
    SourceExample(
      ["correlation": "0", "tasks": "3", "regression": "", "rows": "5000"],
      meaning: "Three tasks with nothing in common, real-valued."),
  ]

  @Option(
    parsing: .unconditional, help: "Cosine between the weight vectors of any two tasks, −1 to 1.")
  package var correlation = 0.5

  @Option(help: "Number of tasks: task1, task2, …")
  package var tasks = 2

  @Option(help: "Number of rows.")
  package var rows = 20_000

  @Option(help: "Number of features: x1, x2, …; by default 10, or one per task if that is more.")
  package var features: Int?

  @Option(help: "Seed of weights, rows and noise.")
  package var seed: UInt64 = 1

  @Flag(help: "Real-valued labels instead of binary ones.")
  package var regression = false

  package init() {}

  /// Checks the bounds of tasks, rows and correlation.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try Bounds(1...100).check("tasks", tasks)
    // Every task has a unit vector orthogonal to the others'.
    try Bounds(tasks...10_000).check("features", features)
    try Bounds(10...100_000_000 / (featureCount + tasks)).check("rows", rows)
    let lowest = tasks > 1 ? -1 / Double(tasks - 1) : -1
    guard (lowest...1).contains(correlation) else {
      throw SourceFault.noCommonCosine(correlation, vectors: tasks, lowest: lowest)
    }
  }

  private var featureCount: Int { features ?? max(10, tasks) }

  /// The number of sines, m.
  private static let sineCount = 3

  /// No files: the rows are generated.
  package func files(in folders: DataFolders) -> [String] { [] }

  /// Draws features and labels from the seed.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let weights = self.weights()
    var random = RandomStream(seed: seed, purpose: "synthetic rows")
    var noise = RandomStream(seed: seed, purpose: "synthetic noise")
    var columns = [[Float]](repeating: [], count: featureCount)
    var values = [[Double]](repeating: [], count: tasks)
    var row = [Double](repeating: 0, count: featureCount)
    for number in 0..<rows {
      if number % 512 == 0 {
        try context.interrupt.check()
        context.progress(Double(number) / Double(rows))
      }
      for feature in 0..<featureCount {
        row[feature] = random.normal()
        columns[feature].append(Float(row[feature]))
      }
      for task in 0..<tasks {
        values[task].append(Self.label(Self.dot(weights[task], row), noise: noise.normal()))
      }
    }
    context.progress(1)
    let split = Split(inOrder: rows)
    let labels = try values.map { values in
      try context.interrupt.check()
      return regression ? values.map(Float.init) : Self.aboveMedian(values, of: split.train)
    }
    return rawData(columns, labels, split)
  }

  private func rawData(_ columns: [[Float]], _ labels: [[Float]], _ split: Split) -> RawData {
    RawData(
      source: Self.name,
      features: columns.enumerated().map { RawFeature(name: "x\($0 + 1)", numbers: $1) },
      tasks: (1...tasks).map { Task(name: "task\($0)", kind: regression ? .regression : .binary) },
      labels: labels.map { .direct(Values($0)) }, split: SplitRows(split), notes: [],
      options: "correlation \(correlation) tasks \(tasks) features \(featureCount) seed \(seed)")
  }

  /// y for a row with wᵀx = `projection` and a standard normal `noise`.
  private static func label(_ projection: Double, noise: Double) -> Double {
    var value = projection + 0.1 * noise
    for i in 1...sineCount { value += Elementary.sin(Double(i) * projection + Double(i)) }
    return value
  }

  private static func aboveMedian(_ values: [Double], of rows: [Int32]) -> [Float] {
    let median = rows.map { values[Int($0)] }.sortedValue(at: (rows.count - 1) / 2)
    return values.map { $0 > median ? 1 : 0 }
  }

  /// Unit vectors of pairwise cosine r, one a task.
  ///
  /// Row t of the Cholesky factor of (1 − r) I + r 11ᵀ, applied to orthonormal vectors. All
  /// entries of a column below the diagonal are equal, since the tasks are all alike.
  package func weights() -> [[Double]] {
    let basis = orthonormalVectors()
    var weights = basis.map { _ in [Double](repeating: 0, count: featureCount) }
    var explained = 0.0
    for step in 0..<tasks {
      let diagonal = max(0, 1 - explained).squareRoot()
      let below = diagonal > 1e-7 ? (correlation - explained) / diagonal : 0
      Self.add(diagonal, basis[step], to: &weights[step])
      for task in (step + 1)..<max(tasks, step + 1) {
        Self.add(below, basis[step], to: &weights[task])
      }
      explained += below * below
    }
    return weights
  }

  /// Random orthonormal vectors, one a task, by Gram and Schmidt.
  private func orthonormalVectors() -> [[Double]] {
    var random = RandomStream(seed: seed, purpose: "synthetic weights")
    var basis: [[Double]] = []
    while basis.count < tasks {
      var vector = (0..<featureCount).map { _ in random.normal() }
      // Twice: the first pass leaves rounding errors where the vector nearly lies in the span.
      for _ in 0..<2 {
        for other in basis { Self.add(-Self.dot(other, vector), other, to: &vector) }
      }
      let length = Self.dot(vector, vector).squareRoot()
      if length > 1e-6 { basis.append(vector.map { $0 / length }) }
    }
    return basis
  }

  private static func dot(_ one: [Double], _ other: [Double]) -> Double {
    var sum = 0.0
    for index in one.indices { sum += one[index] * other[index] }
    return sum
  }

  private static func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
    for index in sum.indices { sum[index] += factor * vector[index] }
  }
}
