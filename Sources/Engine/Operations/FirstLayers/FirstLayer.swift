import CKernels

/// One of the layers that stand side by side in a wide table: `activation(… W + b)`.
struct FirstLayer {
  let weight: Parameter
  let bias: Parameter?
  let activation: Activation
  let output: Value
  /// The panel of the table in which its columns begin; zeros fill its last panel.
  let firstPanel: Int
  /// The product over the fields that are not looked up; nil if there are none.
  let rest: DenseRows?

  var width: Int { output.width }
  var panels: Int { PackedMatrix.panels(width) }

  /// Calls `body` with each panel of the table and the layer's columns in it.
  func forEachPanel(_ body: (_ panel: Int, _ columns: Range<Int>) -> Void) {
    for panel in 0..<panels {
      let first = panel * PackedMatrix.panel
      body(firstPanel + panel, first..<min(width, first + PackedMatrix.panel))
    }
  }
}

/// The rows of a layer's W that meet fields which are not looked up: a matrix product over their
/// vectors, x W', that goes on where the table's sum ends.
final class DenseRows {
  /// Rows of W that follow each other, and the columns of x that they meet.
  struct Run {
    let columns: Range<Int>
    let firstRow: Int
  }

  /// The runs of the fields `indices` of an embedding, ascending, whose vectors stand side by side in x.
  static func runs(_ indices: [Int], dimension: Int) -> [Run] {
    indices.enumerated().reduce(into: []) { runs, next in
      let (column, row) = (next.offset * dimension, next.element * dimension)
      let end = column + dimension
      if let last = runs.last, last.firstRow + last.columns.count == row {
        runs[runs.count - 1] = Run(columns: last.columns.lowerBound..<end, firstRow: last.firstRow)
      } else {
        runs.append(Run(columns: column..<end, firstRow: row))
      }
    }
  }

  private let weight: Parameter
  private let runs: [Run]
  private let depth: Int
  private let width: Int
  private let packed: PackedMatrix
  private let packedTransposed: PackedMatrix
  /// W', where its rows lie apart in W.
  private let gathered: FloatBuffer?

  init(_ weight: Parameter, _ runs: [Run]) {
    self.weight = weight
    self.runs = runs
    depth = runs.reduce(0) { $0 + $1.columns.count }
    width = weight.shape[1]
    packed = PackedMatrix(depth: depth, columns: width)
    packedTransposed = PackedMatrix(depth: width, columns: depth)
    gathered = runs.count > 1 ? FloatBuffer(count: depth * width) : nil
  }

  var tileCount: Int { OuterProduct.tiles(width) }

  /// `h ← activation(h + x W')`.
  func add(
    rows: Int, _ x: UnsafePointer<Float>, to h: UnsafeMutablePointer<Float>,
    _ activation: Activation
  ) {
    packed.product(rows: rows, x, into: h, activation: activation, adding: true)
  }

  /// `dx ← dx + dh W'ᵀ`.
  func goBack(
    rows: Int, _ up: UnsafePointer<Float>, addingTo target: UnsafeMutablePointer<Float>
  ) {
    packedTransposed.product(rows: rows, up, into: target, adding: true)
  }

  /// Some columns of `dW' = xᵀ dh`.
  func accumulate(tile: Int, _ part: Chunk, _ x: UnsafePointer<Float>, _ up: UnsafePointer<Float>) {
    let columns = OuterProduct.range(tile: tile, of: width)
    OuterProduct.pack(columns: columns, rows: part.count, up, n: width, part.scratch)
    for run in runs {
      OuterProduct.product(
        columns: columns, rows: part.count, x + run.columns.lowerBound, m: run.columns.count,
        stride: depth, packed: part.scratch, n: width,
        into: weight.gradient.start + run.firstRow * width, adding: part.continues)
    }
  }

  func regions(tile: Int) -> [Region] {
    let columns = OuterProduct.range(tile: tile, of: width)
    return runs.map {
      Region(
        weight, rows: $0.firstRow..<$0.firstRow + $0.columns.count, columns: columns, stride: width)
    }
  }

  func refresh(tile: Int) {
    let columns = OuterProduct.range(tile: tile, of: width)
    let matrix = rowsOfWeight(columns)
    packed.pack(matrix, row: width, column: 1, columns: columns, rows: 0..<depth)
    packedTransposed.pack(matrix, row: 1, column: width, columns: 0..<depth, rows: columns)
  }

  /// W', of which `columns` are up to date.
  private func rowsOfWeight(_ columns: Range<Int>) -> UnsafePointer<Float> {
    let weights = weight.weights.start
    guard let gathered else { return UnsafePointer(weights + (runs.first?.firstRow ?? 0) * width) }
    for run in runs {
      for (row, column) in run.columns.enumerated() {
        (gathered.start + column * width + columns.lowerBound).update(
          from: weights + (run.firstRow + row) * width + columns.lowerBound, count: columns.count)
      }
    }
    return UnsafePointer(gathered.start)
  }
}
