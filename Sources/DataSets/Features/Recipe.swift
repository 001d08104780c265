import Numbers
import System

/// How a column of a data set follows from what was read: four bytes a row.
enum Recipe {
  /// The id of each code; a missing word has id `missing`.
  case ids(RowCodes, idOfCode: [Int32], missing: Int32)
  case raw(RowNumbers)
  case transformed(RowNumbers, NumericTransform)
  case bins(RowNumbers, Bins)

  var rowCount: Int {
    switch self {
    case .ids(let codes, _, _): codes.count
    case .raw(let numbers), .transformed(let numbers, _), .bins(let numbers, _): numbers.count
    }
  }

  /// Writes the rows of a piece.
  func fill(_ piece: Int, _ target: UnsafeMutableRawPointer) {
    let count = Piece.range(piece, of: rowCount).count
    let ids = target.bindMemory(to: Int32.self, capacity: count)
    if case .ids(let codes, let idOfCode, let missing) = self {
      codes.fill(piece, ids)
      for row in 0..<count { ids[row] = ids[row] < 0 ? missing : idOfCode[Int(ids[row])] }
      return
    }
    let numbers = target.bindMemory(to: Float.self, capacity: count)
    switch self {
    case .raw(let source): source.fillRounded(piece, numbers)
    case .transformed(.coded(let codes, let meanings), let transform):
      RowNumbers.fill(piece, numbers, codes) { transform(meanings[$0]) }
      for row in 0..<count where numbers[row].isNaN { numbers[row] = transform(Float.nan) }
    case .transformed(let source, let transform):
      source.fillRounded(piece, numbers)
      for row in 0..<count { numbers[row] = transform(numbers[row]) }
    case .bins(let source, let bins):
      source.fillRounded(piece, numbers)
      for row in 0..<count {
        numbers[row] = Float(bitPattern: UInt32(bitPattern: bins.id(of: numbers[row])))
      }
    case .ids: break
    }
  }

  /// All rows in memory.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  func values<Element: BitwiseCopyable & Sendable>(
    in memory: ColumnMemory, _ type: Element.Type, _ interrupt: Interrupt
  ) throws -> Values<Element> {
    var pieces: [UnsafePointer<Element>] = []
    for piece in 0..<Piece.count(of: rowCount) {
      try interrupt.check()
      let count = Piece.range(piece, of: rowCount).count
      let start = try memory.take(count * 4)
      fill(piece, start)
      memory.forget(UnsafeRawBufferPointer(start: start, count: count * 4))
      pieces.append(UnsafePointer(start.bindMemory(to: Element.self, capacity: count)))
    }
    return Values(pieces, count: rowCount, in: memory)
  }
}

/// Ids of numbers: 1 + the number of edges that a number reaches, 0 for a missing one.
package struct Bins: Sendable, Equatable {
  package let edges: [Double]

  /// Bins between ascending edges.
  package init(edges: [Double]) { self.edges = edges }

  /// The id of a number's bin, by bisection.
  package func id(of number: Float) -> Int32 {
    if number.isNaN { return 0 }
    let value = Double(number)
    var low = 0
    var high = edges.count
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return Int32(low + 1)
  }

  /// Edges at the quantiles of training values, so that bins hold equally many rows if they can.
  ///
  /// The k-th of `count` − 1 edges is the value at rank ⌊k · n / count⌋ from 0; equal ones are one.
  init(quantiles count: Int, ofSorted sorted: [Double]) {
    var edges: [Double] = []
    for k in 1..<max(count, 2) where !sorted.isEmpty {
      let edge = sorted[k * sorted.count / count]
      if edge > sorted[0], edges.last != edge { edges.append(edge) }
    }
    self.edges = edges
  }

  /// The bins of Criteo's counts: each whole number up to 2, and ⌊ln(x)²⌋ above.
  ///
  /// Used by the winners of 2014 and since; FuxiCTR and AutoInt take the same rule for x > 2.
  static let criteo = Bins(
    edges: [-2, -1, 0, 1, 2, 3].map(Double.init)
      + (2...460).map { Elementary.exp(Double($0).squareRoot()) }.filter { $0 > 3 })
}
