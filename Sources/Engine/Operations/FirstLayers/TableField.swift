import CKernels

/// A field that first layers look up.
struct TableField {
  let field: EmbeddedField
  /// The first of the d rows that the field meets of every layer's W, and of `raw`'s columns.
  let weightRow: Int
  /// Its rows of the wide table: a category's values, or a number's shift and scale.
  let rows: Range<Int>

  /// The fields `indices` of an embedding, categories first, then numbers.
  ///
  /// Behind the row of all come the numbers' rows, then the categories'.
  static func all(_ fields: [EmbeddedField], _ indices: [Int], dimension: Int) -> [TableField] {
    var (categories, numbers): ([TableField], [TableField]) = ([], [])
    for index in indices {
      if case .number = fields[index] {
        let first = 1 + 2 * numbers.count
        numbers.append(
          TableField(field: fields[index], weightRow: index * dimension, rows: first..<first + 2))
      }
    }
    var first = 1 + 2 * numbers.count
    for index in indices {
      guard case .category(_, let table) = fields[index] else { continue }
      let rows = first..<first + table.rowCount
      categories.append(
        TableField(field: fields[index], weightRow: index * dimension, rows: rows))
      first = rows.upperBound
    }
    return categories + numbers
  }

  var isCategory: Bool { if case .category = field { true } else { false } }

  /// Sums what reaches the field's vectors through `raw`.
  func accumulate(_ raw: Value, dimension: Int, _ part: Chunk) {
    field.accumulate(
      part.gradient(raw) + weightRow, stride: raw.width, dimension: dimension, part)
  }

  /// Calls `body` with the gradient of the field's vectors, a row each, for it to add to, and puts that
  /// of a number where it belongs.
  ///
  /// `scratch` has space for two vectors; the gradient starts at 0 unless its sum `isBegun`.
  func withGradient(
    _ scratch: UnsafeMutablePointer<Float>, dimension: Int, isBegun: Bool,
    _ body: (UnsafeMutablePointer<Float>) -> Void
  ) {
    switch field {
    case .category(_, let table), .list(_, let table):
      if !isBegun { table.gradient.clear() }
      body(table.gradient.start)
    case .number(_, let scale, let shift):
      if !isBegun {
        shift.gradient.clear()
        scale.gradient.clear()
      }
      let (ofShift, ofScale) = (shift.gradient.start, scale.gradient.start)
      scratch.update(from: ofShift, count: dimension)
      (scratch + dimension).update(from: ofScale, count: dimension)
      body(scratch)
      ofShift.update(from: scratch, count: dimension)
      ofScale.update(from: scratch + dimension, count: dimension)
    }
  }
}
