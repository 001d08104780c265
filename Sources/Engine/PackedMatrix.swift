import CKernels

/// A matrix B in the order in which the matrix product reads it: panels of 16 columns.
final class PackedMatrix {
  static let panel = Int(DEPHN_PANEL)

  let depth: Int
  let columns: Int
  private let storage: FloatBuffer

  init(depth: Int, columns: Int) {
    self.depth = depth
    self.columns = columns
    storage = FloatBuffer(count: depth * Self.panels(columns) * Self.panel)
  }

  /// The number of panels for that many columns.
  static func panels(_ columns: Int) -> Int { (columns + panel - 1) / panel }

  /// Copies rows `rows` of the panels that hold columns `range` from the matrix whose element (k, j)
  /// is `b[k·row + j·column]`, where row or column is 1, plus the addend's element in that direction.
  func pack(
    _ b: UnsafePointer<Float>, row: Int, column: Int, addend: UnsafePointer<Float>? = nil,
    columns range: Range<Int>, rows: Range<Int>
  ) {
    var matrix = dephn_matrix(
      depth: depth, columns: columns, values: b, row: row, column: column, addend: addend)
    for panel in range.lowerBound / Self.panel..<Self.panels(range.upperBound) {
      dephn_pack(&matrix, panel, rows.lowerBound, rows.upperBound, storage.start)
    }
  }

  /// `C = activation(start + A B)`, with `rows` rows of A and of C, each row `depth` and `columns`
  /// floats long; start is the bias, C itself (`adding`) or 0.
  func product(
    rows: Int, _ a: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    bias: UnsafePointer<Float>? = nil, activation: Activation = .none, adding: Bool = false
  ) {
    var product = dephn_product(
      rows: rows, columns: columns, depth: depth, a: a, a_row: depth, a_column: 1,
      packed: storage.start, c: c, c_row: columns, bias: bias, accumulate: adding ? 1 : 0,
      activation: activation.code, slope: activation.slope)
    dephn_matrix_product(&product)
  }
}

/// Gradients of weight matrices, `X ᵀ Z`, a range of columns at a time.
enum OuterProduct {
  /// Columns that a tile owns: their gradient, weights and moments stay in the second-level cache.
  static let tileWidth = 4 * PackedMatrix.panel

  static func tiles(_ columns: Int) -> Int { (columns + tileWidth - 1) / tileWidth }

  /// The columns of a tile out of `columns`.
  static func range(tile: Int, of columns: Int) -> Range<Int> {
    tile * tileWidth..<min(columns, (tile + 1) * tileWidth)
  }

  /// Floats of scratch for `rows` rows.
  static func scratch(rows: Int) -> Int { rows * tileWidth }

  /// Columns `columns` of `X ᵀ Z` (X [rows, m], Z [rows, n]) into the matrix `result` [m, n], or on
  /// top of it.
  static func write(
    columns: Range<Int>, rows: Int, _ x: UnsafePointer<Float>, m: Int, _ z: UnsafePointer<Float>,
    n: Int, into result: UnsafeMutablePointer<Float>, adding: Bool,
    scratch: UnsafeMutablePointer<Float>
  ) {
    pack(columns: columns, rows: rows, z, n: n, scratch)
    product(
      columns: columns, rows: rows, x, m: m, stride: m, packed: scratch, n: n, into: result,
      adding: adding)
  }

  /// Packs columns of Z for `product`.
  static func pack(
    columns: Range<Int>, rows: Int, _ z: UnsafePointer<Float>, n: Int,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    var matrix = dephn_matrix(
      depth: rows, columns: columns.count, values: z + columns.lowerBound, row: n, column: 1,
      addend: nil)
    for panel in 0..<PackedMatrix.panels(columns.count) {
      dephn_pack(&matrix, panel, 0, rows, scratch)
    }
  }

  /// The same as `write` with columns of Z that are packed, and m columns of an X whose rows lie
  /// `stride` floats apart.
  static func product(
    columns: Range<Int>, rows: Int, _ x: UnsafePointer<Float>, m: Int, stride: Int,
    packed: UnsafePointer<Float>, n: Int, into result: UnsafeMutablePointer<Float>, adding: Bool
  ) {
    var product = dephn_product(
      rows: m, columns: columns.count, depth: rows, a: x, a_row: 1, a_column: stride,
      packed: packed, c: result + columns.lowerBound, c_row: n, bias: nil,
      accumulate: adding ? 1 : 0, activation: Int32(DEPHN_LINEAR), slope: 0)
    dephn_matrix_product(&product)
  }
}
