import Numbers

/// Which rows belong to which part; no row is in two.
package struct Split: Sendable, Equatable {
  package enum Part: String, Sendable, CaseIterable { case train, validation, test }

  package var train: [Int32]
  package var validation: [Int32]
  package var test: [Int32]

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

  /// Splits a file of `rows` rows followed by `testRows` rows of a test file: every tenth row of
  /// the first (9, 19, … counted from 0) is for validation.
  package init(everyTenthOf rows: Int, thenTest testRows: Int) {
    let all = 0..<Int32(rows)
    train = all.filter { $0 % 10 != 9 }
    validation = all.filter { $0 % 10 == 9 }
    test = Array(Int32(rows)..<Int32(rows + testRows))
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
    validation = order.prefix(tenth).sorted()
    if let testRows {
      test = Array(Int32(rows - testRows)..<Int32(rows))
      train = order.dropFirst(tenth).sorted()
    } else {
      test = order.dropFirst(tenth).prefix(tenth).sorted()
      train = order.dropFirst(2 * tenth).sorted()
    }
  }
}
