import Numbers

/// Which rows belong to which part; no row is in two.
package struct Split: Sendable, Equatable {
  /// What the rows of a part are used for.
  package enum Part: String, Sendable, CaseIterable, Codable {
    case train, validation, test

    /// Whether it is the part that vocabularies, statistics and weights are fitted on.
    var isTraining: Bool {
      // Not `==`, which would compare the words.
      switch self {
      case .train: true
      case .validation, .test: false
      }
    }
  }

  package var train: [Int32]
  package var validation: [Int32]
  package var test: [Int32]

  /// Parts with the numbers of their rows, ascending.
  package init(train: [Int32], validation: [Int32], test: [Int32]) {
    self.train = train
    self.validation = validation
    self.test = test
  }

  package var rowCount: Int { train.count + validation.count + test.count }

  /// Row numbers of a part, ascending.
  package subscript(part: Part) -> [Int32] {
    switch part {
    case .train: train
    case .validation: validation
    case .test: test
    }
  }

  /// The part of each row, nil for a row that is in none; `count` rows, or up to the last one that is in
  /// a part.
  func partOfRow(count: Int?) -> [Part?] {
    let last = [train.max(), validation.max(), test.max()].compactMap { $0 }.max()
    var parts = [Part?](repeating: nil, count: count ?? last.map { Int($0) + 1 } ?? 0)
    for part in Part.allCases {
      for row in self[part] { parts[Int(row)] = part }
    }
    return parts
  }

  /// The same without some rows, ascending, which are then in no part.
  package func without(_ rows: [Int32]) -> Split {
    if rows.isEmpty { return self }
    let left = Set(rows)
    return Split(
      train: train.filter { !left.contains($0) },
      validation: validation.filter { !left.contains($0) },
      test: test.filter { !left.contains($0) })
  }

  /// Splits a file of `rows` rows followed by `testRows` rows of a test file: every tenth row of
  /// the first (9, 19, … counted from 0) is for validation.
  package init(everyTenthOf rows: Int, thenTest testRows: Int) {
    let all = 0..<Int32(rows)
    train = all.filter { $0 % 10 != 9 }
    validation = all.filter { $0 % 10 == 9 }
    test = Array(Int32(rows)..<Int32(rows + testRows))
  }

  /// Splits rows as `part` says of each; nil: it is in none.
  package init(rows: Int, part: (Int) -> Part?) {
    (train, validation, test) = ([], [], [])
    for row in 0..<Int32(rows) {
      switch part(Int(row)) {
      case .train: train.append(row)
      case .validation: validation.append(row)
      case .test: test.append(row)
      case nil: break
      }
    }
  }

  /// Splits rows ten by ten: the ninth of ten is for validation, the tenth for the test.
  package init(tenByTen rows: Int) {
    self.init(rows: rows) { $0 % 10 < 8 ? .train : $0 % 10 == 8 ? .validation : .test }
  }

  /// Where validation and test begin, as shares of the whole.
  static func bounds(_ ratio: [Double]) -> (Double, Double) {
    let sum = ratio.reduce(0, +)
    return (ratio[0] / sum, (ratio[0] + ratio[1]) / sum)
  }

  /// Splits rows by order, in shares of training, validation and test.
  package init(inOrder rows: Int, ratio: [Double]) {
    let bounds = Self.bounds(ratio)
    let first = Int((Double(rows) * bounds.0).rounded())
    let second = max(first, Int((Double(rows) * bounds.1).rounded()))
    self.init(rows: rows) { $0 < first ? .train : $0 < second ? .validation : .test }
  }

  /// Splits rows by chance, in shares of training, validation and test.
  package init(shuffling rows: Int, ratio: [Double], seed: UInt64) {
    var order = Array(0..<Int32(rows))
    var random = RandomStream(seed: seed, purpose: "split")
    random.shuffle(&order)
    let ordered = Split(inOrder: rows, ratio: ratio)
    let (first, second) = (ordered.train.count, ordered.train.count + ordered.validation.count)
    self.init(order) { $0 < first ? .train : $0 < second ? .validation : .test }
  }

  /// Splits rows by order: a tenth at the end for the test, a tenth before it for validation.
  package init(inOrder rows: Int) {
    let tenth = Int32(rows / 10)
    let count = Int32(rows)
    train = Array(0..<(count - 2 * tenth))
    validation = Array((count - 2 * tenth)..<(count - tenth))
    test = Array((count - tenth)..<count)
  }

  /// Splits rows by chance: a tenth for validation, a tenth for the test.
  ///
  /// With `testRows`, these last rows (of a test file) are the test part, and a tenth of the
  /// others is for validation.
  package init(shuffling rows: Int, seed: UInt64, testRows: Int? = nil) {
    var order = Array(0..<Int32(rows - (testRows ?? 0)))
    var random = RandomStream(seed: seed, purpose: "split")
    random.shuffle(&order)
    let tenth = order.count / 10
    self.init(order) {
      $0 < tenth ? .validation : $0 < 2 * tenth && testRows == nil ? .test : .train
    }
    if let testRows { test = Array(Int32(rows - testRows)..<Int32(rows)) }
  }

  /// Splits rows as `part` says of each one's index in `order`, which has every row once.
  private init(_ order: [Int32], part: (Int) -> Part) {
    // A part is in order without being sorted, which takes a tenth of a second a million rows.
    var parts = [Part](repeating: .train, count: order.count)
    for (index, row) in order.enumerated() { parts[Int(row)] = part(index) }
    self.init(rows: order.count) { parts[$0] }
  }
}
