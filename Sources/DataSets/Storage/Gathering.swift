extension Values where Element == Int32 {
  /// Each row's id, those of words that the vocabulary lacks too; −1 where it is missing.
  package var groups: [Int] { map { $0 > 0 ? Int($0) : -1 } }

  /// Writes the ids of `rows` to every `stride`-th slot; ids above `known` become 0.
  package func gather(
    _ rows: ArraySlice<Int32>, known: Int32, to target: UnsafeMutablePointer<Int32>, stride: Int
  ) {
    var slot = target
    for row in rows {
      let id = self[Int(row)]
      // An id below zero, of a damaged file, is large without its sign.
      slot.pointee = UInt32(bitPattern: id) <= UInt32(bitPattern: known) ? id : 0
      slot += stride
    }
  }
}

extension Values where Element == Float {
  /// The numbers of `rows`.
  package func values(of rows: [Int32]) -> [Float] { rows.map { self[Int($0)] } }

  /// Writes the numbers of `rows` to every `stride`-th slot.
  package func gather(
    _ rows: ArraySlice<Int32>, to target: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var slot = target
    for row in rows {
      slot.pointee = self[Int(row)]
      slot += stride
    }
  }
}
