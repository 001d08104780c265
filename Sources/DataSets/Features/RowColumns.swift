/// A value for each row, written piece by piece.
protocol RowValues {
  associatedtype Element: BitwiseCopyable
  var count: Int { get }
  /// Writes the values of a piece to `target`, and forgets the piece.
  func fill(_ piece: Int, _ target: UnsafeMutablePointer<Element>)
}

/// Codes of words, one a row: as they were read, or through those of another column.
///
/// A join needs no column of its own: the row's key has a code, and `map` says for each key which
/// code the joined table holds.
package struct RowCodes: RowValues, Sendable {
  let codes: Values<Int32>
  private let map: [Int32]?

  /// Codes as they stand in `codes`, or through `map` if there is one.
  package init(_ codes: Values<Int32>, map: [Int32]? = nil) {
    self.codes = codes
    self.map = map
  }

  /// Number of rows.
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
package enum RowNumbers: RowValues, Sendable {
  case direct(Values<Float>)
  /// What each word of a column means, in 64 bits: whole numbers above 2^24 keep their digits.
  case coded(RowCodes, [Double])
  /// No row has a value.
  case missing(rows: Int)

  /// Number of rows.
  package var count: Int {
    switch self {
    case .direct(let values): values.count
    case .coded(let codes, _): codes.count
    case .missing(let rows): rows
    }
  }

  /// The number of a row, in 32 bits.
  package subscript(row: Int) -> Float { Float(exact(row)) }

  /// The number of a row.
  func exact(_ row: Int) -> Double {
    switch self {
    case .direct(let values): return Double(values[row])
    case .coded(let codes, let meanings):
      let code = codes[row]
      return code < 0 ? .nan : meanings[Int(code)]
    case .missing: return .nan
    }
  }

  /// The same in 64 bits, of numbers kept in 32 the shortest decimals that these stand for: 0.1, not 0.10000000149.
  var asWritten: RowNumbers {
    guard case .direct(let values) = self else { return self }
    var codeOfNumber: [Float: Int32] = [:]
    var meanings: [Double] = []
    let codes = values.map { number -> Int32 in
      if number.isNaN { return -1 }
      if let code = codeOfNumber[number] { return code }
      let code = Int32(meanings.count)
      codeOfNumber[number] = code
      meanings.append(number.asWritten)
      return code
    }
    return .coded(RowCodes(Values(codes)), meanings)
  }

  /// What a column of words keeps of a number: 32 bits, but for whole ones that these would round.
  static func kept(_ number: Double) -> Double {
    abs(number) > Double(1 << 24) ? number : Double(Float(number))
  }

  func fill(_ piece: Int, _ target: UnsafeMutablePointer<Double>) {
    switch self {
    case .direct(let values):
      let rows = values[piece: piece]
      for (row, value) in rows.enumerated() { target[row] = Double(value) }
      values.memory.forget(UnsafeRawBufferPointer(rows))
    case .missing(let rows):
      target.update(repeating: .nan, count: Piece.range(piece, of: rows).count)
    case .coded(let codes, let meanings):
      let count = Piece.range(piece, of: codes.count).count
      target.withMemoryRebound(to: Int32.self, capacity: 2 * count) { codes.fill(piece, $0) }
      // The codes lie in the first half: from the end, none is written over before it is read.
      for row in stride(from: count - 1, through: 0, by: -1) {
        let code = UnsafeRawPointer(target).load(fromByteOffset: 4 * row, as: Int32.self)
        target[row] = code < 0 ? .nan : meanings[Int(code)]
      }
    }
  }

  /// Writes the numbers of a piece in 32 bits, and forgets the piece.
  func fillRounded(_ piece: Int, _ target: UnsafeMutablePointer<Float>) {
    switch self {
    case .direct(let values):
      let rows = values[piece: piece]
      if let start = rows.baseAddress { target.update(from: start, count: rows.count) }
      values.memory.forget(UnsafeRawBufferPointer(rows))
    case .missing(let rows):
      target.update(repeating: .nan, count: Piece.range(piece, of: rows).count)
    case .coded(let codes, let meanings):
      Self.fill(piece, target, codes) { Float(meanings[$0]) }
    }
  }

  /// Writes what each code of a piece means, NaN where one is missing.
  @inline(__always)
  static func fill(
    _ piece: Int, _ target: UnsafeMutablePointer<Float>, _ codes: RowCodes,
    meaning: (Int) -> Float
  ) {
    let count = Piece.range(piece, of: codes.count).count
    target.withMemoryRebound(to: Int32.self, capacity: count) { codes.fill(piece, $0) }
    for row in 0..<count {
      let code = Int32(bitPattern: target[row].bitPattern)
      target[row] = code < 0 ? .nan : meaning(Int(code))
    }
  }
}

extension Float {
  /// The shortest decimal that it stands for, in 64 bits: 0.1, not 0.10000000149.
  package var asWritten: Double { Double("\(self)") ?? Double(self) }
}

/// A column as it was read, before vocabularies and transforms are fitted.
package struct RawFeature: Sendable {
  /// The column's content, by the kind of feature that it becomes.
  package enum Values: Sendable {
    /// Categorical: a row's word among the words, −1 where it is missing.
    case words(RowCodes, WordList)
    case numbers(RowNumbers)
    /// Several words a row: the number of a list among the lists, −1 where there is none.
    case lists(RowCodes, ItemLists, WordList)
  }

  package var name: String
  package var values: Values

  /// A column of this name.
  package init(name: String, values: Values) {
    self.name = name
    self.values = values
  }

  /// A categorical column in memory.
  package init(name: String, codes: [Int32], words: [String]) {
    self.init(name: name, values: .words(RowCodes(DataSets.Values(codes)), WordList(words)))
  }

  /// A numeric column in memory.
  package init(name: String, numbers: [Float]) {
    self.init(name: name, values: .numbers(.direct(DataSets.Values(numbers))))
  }
}
