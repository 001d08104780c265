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

  /// Panels that so many columns need.
  static func panels(_ columns: Int) -> Int { (columns + panel - 1) / panel }

  /// The columns of panel `index` out of `columns`.
  static func range(panel index: Int, of columns: Int) -> Range<Int> {
    index * panel..<min(columns, (index + 1) * panel)
  }

  /// Copies rows `range` of a panel from the matrix whose element (k, j) is `b[k·row + j·column]`.
  func pack(
    _ b: UnsafePointer<Float>, row: Int, column: Int, panel: Int, rows range: Range<Int>
  ) {
    dephn_pack(
      depth, columns, b, row, column, panel, range.lowerBound, range.upperBound, storage.start)
  }

  /// `C = start + A B`, with `rows` rows of A and of C, each row `depth` and `columns` floats long;
  /// start is the bias, C itself (`adding`) or 0.
  func product(
    rows: Int, _ a: UnsafePointer<Float>, into c: UnsafeMutablePointer<Float>,
    bias: UnsafePointer<Float>? = nil, adding: Bool = false
  ) {
    dephn_matrix_product(
      rows, columns, depth, a, depth, 1, storage.start, c, columns, bias, adding ? 1 : 0)
  }
}

/// Gradients of weight matrices: `X ᵀ Z`, a panel of columns at a time.
enum OuterProduct {
  /// Floats of scratch for `rows` rows.
  static func scratch(rows: Int) -> Int { rows * PackedMatrix.panel }

  /// Columns `panel` of `X ᵀ Z` (X [rows, m], Z [rows, n]) into the matrix `result` [m, n].
  static func panel(
    _ panel: Int, rows: Int, _ x: UnsafePointer<Float>, m: Int, _ z: UnsafePointer<Float>, n: Int,
    into result: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let columns = PackedMatrix.range(panel: panel, of: n)
    dephn_pack(rows, columns.count, z + columns.lowerBound, n, 1, 0, 0, rows, scratch)
    dephn_matrix_product(
      m, columns.count, rows, x, 1, m, scratch, result + columns.lowerBound, n, nil, 0)
  }
}
