import ArgumentParser
import DataSets
import Numbers
import Options
import System
import Testing

/// The artificial tasks of Ma et al.: weights, labels, determinism.
@Suite struct SyntheticTests {
  private func load(_ words: String...) throws -> DataSet {
    try Synthetic.parse(words).load(from: LoadContext())
  }

  @Test(arguments: [(2, 0.5), (2, -1), (2, 1), (2, 0), (3, -0.5), (5, 0.3), (10, -0.11), (4, 1)])
  func weightsHaveTheChosenCosine(tasks: Int, correlation: Double) throws {
    let source = try Synthetic.parse(["--tasks", "\(tasks)", "--correlation", "\(correlation)"])
    let weights = source.weights()
    #expect(weights.count == tasks)
    for (one, first) in weights.enumerated() {
      for (other, second) in weights.enumerated() {
        let cosine = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(cosine - (one == other ? 1 : correlation)) < 1e-12)
      }
    }
  }

  @Test func labelsFollowTheEquations() throws {
    let words = ["--rows", "1000", "--regression", "--correlation", "0.25", "--seed", "9"]
    let source = try Synthetic.parse(words)
    let data = try source.load(from: LoadContext())
    let weights = source.weights()
    var worst = 0.0
    for task in 0..<2 {
      var squares = 0.0
      for row in 0..<1_000 {
        let z = (0..<10).reduce(0.0) {
          $0 + weights[task][$1] * Double(data.numbers("x\($1 + 1)").raw[row])
        }
        let clean = (1...3).reduce(z) { $0 + Elementary.sin(Double($1) * z + Double($1)) }
        let noise = Double(data.labels[task][row]) - clean
        squares += noise * noise
        worst = max(worst, abs(noise))
      }
      #expect(abs((squares / 1_000).squareRoot() - 0.1) < 0.01)
    }
    #expect(worst < 0.5)
  }

  @Test func halfOfTheTrainingLabelsAreOne() throws {
    let data = try load("--rows", "10000", "--tasks", "3")
    #expect(
      data.labels.allSatisfy { labels in
        data.split.train.count { labels[Int($0)] == 1 } == 4_000
      })
  }

  /// Label correlations against Python's, from 400,000 rows with a and b standard normal.
  ///
  ///     y = lambda z: z + sum(np.sin(i * z + i) for i in (1, 2, 3)) + 0.1 * normal()
  ///     y1, y2 = y(a), y(r * a + np.sqrt(1 - r * r) * b); np.corrcoef(y1, y2)
  ///     np.corrcoef(y1 > np.median(y1), y2 > np.median(y2))
  @Test(arguments: [
    (0, 0, 0), (0.25, 0.124, 0.026), (0.5, 0.276, 0.061), (0.75, 0.497, 0.153),
    (0.9, 0.728, 0.363), (1, 0.997, 0.933),
  ])
  func labelsAreAlikeAsChosen(r: Double, real: Double, binary: Double) throws {
    let words = ["--rows", "20000", "--correlation", "\(r)"]
    let one = try Synthetic.parse(words + ["--regression"]).load(from: LoadContext())
    #expect(abs(correlation(one.labels[0], one.labels[1]) - real) < 0.03)
    let other = try Synthetic.parse(words).load(from: LoadContext())
    #expect(abs(correlation(other.labels[0], other.labels[1]) - binary) < 0.03)
  }

  @Test func shapeAndSplit() throws {
    let data = try load("--tasks", "3", "--rows", "1000", "--features", "7")
    #expect(data.schema.tasks.map(\.name) == ["task1", "task2", "task3"])
    #expect(data.schema.tasks.allSatisfy { $0.kind == .binary })
    #expect(data.schema.features.map(\.name) == (1...7).map { "x\($0)" })
    #expect(data.split == Split(inOrder: 1_000))
    #expect(data.split.validation == Array(800..<900))
    #expect(data.split.test == Array(900..<1_000))
  }

  /// Recorded once; any machine gives the same bits.
  @Test func sameSeedSameBits() throws {
    let words = ["--rows", "500", "--correlation", "0.5"]
    let data = try Synthetic.parse(words).load(from: LoadContext())
    #expect(data.fingerprint == "7b07e0ae9b8b46ad83b5d7db5408dba7f3e1194915bbce55068639925f15d8d0")
    let other = try Synthetic.parse(words + ["--seed", "2"]).load(from: LoadContext())
    #expect(other.fingerprint != data.fingerprint)
  }

  /// Every task has a weight vector orthogonal to the others', so features are at least as many.
  @Test(arguments: [(2, 10), (10, 10), (14, 14)])
  func featuresAreEnoughForTheTasks(tasks: Int, features: Int) throws {
    let data = try load("--tasks", "\(tasks)", "--rows", "40")
    #expect(data.schema.features.count == features && data.schema.tasks.count == tasks)
  }

  @Test(arguments: [
    (["--tasks", "0"], "tasks", 0, Bounds(1...100)),
    (["--tasks", "11", "--features", "10"], "features", 10, Bounds(11...10_000)),
    (["--rows", "5"], "rows", 5, Bounds(10...8_333_333)),
    (["--rows", "9000000000000000000"], "rows", 9_000_000_000_000_000_000, Bounds(10...8_333_333)),
    (["--features", "0"], "features", 0, Bounds(2...10_000)),
  ])
  func impossibleOptionsAreTold(words: [String], option: String, value: Int, bounds: Bounds) {
    #expect(
      fault(Synthetic.self, words) as? OptionFault
        == .outOfBounds(option: option, value: .integer(value), bounds))
  }

  @Test(arguments: [
    (["--correlation", "1.5"], SourceFault.noCommonCosine(1.5, vectors: 2, lowest: -1)),
    (
      ["--tasks", "3", "--correlation", "-0.6"],
      SourceFault.noCommonCosine(-0.6, vectors: 3, lowest: -0.5)
    ),
  ])
  func impossibleCosineIsTold(words: [String], expected: SourceFault) {
    #expect(fault(Synthetic.self, words) as? SourceFault == expected)
  }

  @Test func noNumberIsNoCosine() {
    #expect(fault(Synthetic.self, ["--correlation", "nan"]) is SourceFault)
  }

  @Test func interruptEndsTheWork() {
    let context = LoadContext(interrupt: Interrupt { true })
    #expect(throws: CancellationError.self) {
      try Synthetic.parse([String]()).load(from: context)
    }
  }
}
