extension Values where Element == Int32 {
  /// Each row's id, those of words that the vocabulary lacks too; −1 where it is missing.
  package var groups: [Int] { map { $0 > 0 ? Int($0) : -1 } }

  /// Writes the ids of `rows` to every `stride`-th place; ids above `known` become 0.
  package func gather(
    _ rows: ArraySlice<Int32>, known: Int32, to target: UnsafeMutablePointer<Int32>, stride: Int
  ) {
    var place = target
    for row in rows {
      let id = self[Int(row)]
      // An id below zero, of a damaged file, is large without its sign.
      place.pointee = UInt32(bitPattern: id) <= UInt32(bitPattern: known) ? id : 0
      place += stride
    }
  }
}

extension Values where Element == Float {
  /// The numbers of `rows`.
  package func values(of rows: [Int32]) -> [Float] { rows.map { self[Int($0)] } }

  /// Writes the numbers of `rows` to every `stride`-th place.
  package func gather(
    _ rows: ArraySlice<Int32>, to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var place = target
    for row in rows {
      place.pointee = self[Int(row)]
      place += stride
    }
  }
}
