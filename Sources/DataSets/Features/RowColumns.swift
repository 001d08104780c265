/// Codes of words, one a row: as they were read, or through those of another column.
///
/// A join needs no column of its own: the row's key has a code, and `map` says for each key which
/// code the joined table holds.
package struct RowCodes: Sendable {
  let codes: Values<Int32>
  private let map: [Int32]?

  package init(_ codes: Values<Int32>, map: [Int32]? = nil) {
    self.codes = codes
    self.map = map
  }

  package var count: Int { codes.count }

  /// The code of a row's word, −1 where it is missing.
  package subscript(row: Int) -> Int32 {
    let code = codes[row]
    return map == nil || code < 0 ? code : map?[Int(code)] ?? -1
  }

  /// The same rows with each code replaced by what `further` says.
  func mapped(_ further: [Int32]) -> RowCodes {
    RowCodes(codes, map: map.map { $0.map { $0 < 0 ? -1 : further[Int($0)] } } ?? further)
  }

  /// Writes the codes of a piece, and forgets the piece.
  func fill(_ piece: Int, _ target: UnsafeMutablePointer<Int32>) {
    let rows = codes[piece: piece]
    if let map {
      for (row, code) in rows.enumerated() { target[row] = code < 0 ? -1 : map[Int(code)] }
    } else if let start = rows.baseAddress {
      target.update(from: start, count: rows.count)
    }
    codes.memory.forget(UnsafeRawBufferPointer(rows))
  }
}

/// Numbers, one a row, NaN where missing.
package enum RowNumbers: Sendable {
  case direct(Values<Float>)
  /// What each word of a column means.
  case coded(RowCodes, [Float])
  /// No row has a value.
  case missing(rows: Int)

  package var count: Int {
    switch self {
    case .direct(let values): values.count
    case .coded(let codes, _): codes.count
    case .missing(let rows): rows
    }
  }

  package subscript(row: Int) -> Float {
    switch self {
    case .direct(let values): return values[row]
    case .coded(let codes, let meanings):
      let code = codes[row]
      return code < 0 ? .nan : meanings[Int(code)]
    case .missing: return .nan
    }
  }

  /// Writes the numbers of a piece, and forgets the piece.
  func fill(_ piece: Int, _ target: UnsafeMutablePointer<Float>) {
    switch self {
    case .direct(let values):
      let rows = values[piece: piece]
      if let start = rows.baseAddress { target.update(from: start, count: rows.count) }
      values.memory.forget(UnsafeRawBufferPointer(rows))
    case .missing(let rows):
      target.update(repeating: .nan, count: Piece.range(piece, of: rows).count)
    case .coded(let codes, let meanings):
      let count = Piece.range(piece, of: codes.count).count
      target.withMemoryRebound(to: Int32.self, capacity: count) { codes.fill(piece, $0) }
      for row in 0..<count {
        let code = Int32(bitPattern: target[row].bitPattern)
        target[row] = code < 0 ? .nan : meanings[Int(code)]
      }
    }
  }
}

/// A column as it was read, before vocabularies and transforms are fitted.
package struct RawFeature: Sendable {
  package enum Values: Sendable {
    /// Categorical: a row's word among the words, −1 where it is missing.
    case words(RowCodes, WordList)
    case numbers(RowNumbers)
    /// Several words a row: the number of a list among the lists, −1 where there is none.
    case lists(RowCodes, ItemLists, WordList)
  }

  package var name: String
  package var values: Values

  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  package init(name: String, codes: [Int32], words: [String]) {
    self.init(name: name, values: .words(RowCodes(DataSets.Values(codes)), WordList(words)))
  }

  package init(name: String, numbers: [Float]) {
    self.init(name: name, values: .numbers(.direct(DataSets.Values(numbers))))
  }
}
