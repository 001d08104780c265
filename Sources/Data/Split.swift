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
}
