import CKernels

/// The first dense layers of a model, looked up in a table instead of multiplied out.
///
/// **Idea.** A first layer reads the vectors e_f of all fields side by side,
/// `h = φ(b + Σ_f e_f W_f)`, where W_f are the d rows of W that meet field f. For a batch of 1,024 rows
/// the dense product computes 1,024 products e_f W_f, although a field of nine values has only nine
/// different vectors. Here each of them is computed once per step, and rows look up their share:
///
///     P_f = E_f W_f                               [V_f × H], with the field's table E_f [V_f × d]
///     h[row] = φ(b + Σ_f P_f[id_f(row)])
///
/// The backward pass does the same in reverse:
///
///     S_f[v] = Σ dh[row] over the rows with id v   [V_f × H]
///     dW_f = E_fᵀ S_f,   dE_f = S_f W_fᵀ
///
/// Per row, column and field this takes one addition and `d · V_f / rows` multiplications instead of d.
/// A number x has the vector `x · scale + shift`, which is a table of two rows:
/// `h += x · (scale W_f) + shift W_f` with `S = [Σ dh ; Σ x dh]`. All layers that read the fields
/// (experts, gates, bottoms, towers) stand side by side in one wide table. Its row 0 holds the biases.
///
/// **Fields.** `FirstLayers` selects them: tables of at most 128 rows whose vectors have at least 8
/// numbers. Batch size, threads, processor and timing never matter, because the choice affects rounding,
/// and bits must follow from the model and the batch alone. The vectors of all other fields (`rest`) go
/// through a matrix product, which continues from the table's sum (`DenseRows`).
///
/// **Ownership.** The operation trains every tensor that P depends on. One tile is one field: its table
/// and its rows of each layer's W. Their gradients, their update and the new P follow from S_f while all
/// of it is in the cache. S comes before, in pieces of four panels of a layer over all fields; a stable
/// sort of the rows by id lets each row of S grow in registers. The biases are a tile, and so is each
/// group of columns of a matrix over `rest`. Every output has one owner.
///
/// **Exactness.** Each element of h is one chain of operations: bias, shifts, numbers (fused), categories
/// in the order of the fields, then the product over `rest`. Each element of S is one chain in row order,
/// whatever the parts. Each element of dE starts with the gradient from `raw` and adds one sum per layer.
/// So bits are the same for any threads, chunks, parts and clone; a row's h is the same in any batch;
/// and P depends on weights alone, so predictions reuse it. Bits differ from the dense path's, whose
/// sums have another order and more terms.
///
/// **Limits.** Layers that read the vectors in groups (an attention's projections), or values derived from
/// them, stay dense. Where another operation reads the vectors too (`raw`: a cross network beside a deep
/// one), they are still computed, and their gradient joins dE_f. P and S take `ΣV_f · H` floats each; the
/// dense path keeps `2 · D · H` for packed weights and 2 D per row for vectors. Beyond about two thirds as
/// many values as rows, a table costs more than it saves. The bound of 128 limits that to batches of a
/// few hundred rows in which most fields are near the bound.
final class FieldDense: Operation {
  /// The fields that are looked up: categories first, then numbers, in the order of `entries`.
  let fields: [TableField]
  let layers: [FirstLayer]
  let dimension: Int
  /// The vectors of the other fields, side by side.
  let rest: Value?
  /// The vectors of all fields, where other operations read them.
  let raw: Value?
  /// Each row's entries: the offsets of its categories' rows of the table (integers), then its numbers.
  let entries: Value
  /// The rows of a part, sorted by each category in turn (integers).
  let order: Value
  let categories: Int
  /// P, and S as its gradient.
  let table: WideTable
  let sums: WideTable
  /// The two vectors of each number, shift and scale.
  let pairs: FloatBuffer
  /// For each row of the table, the start of its list in `order` (integers).
  private let bounds: FloatBuffer
  let tiles: [Tile]
  private let pieces: [Piece]

  /// A unit of training.
  enum Tile {
    case field(Int)
    case biases
    /// Some columns of a layer's matrix over `rest`.
    case columns(layer: Int, tile: Int)
  }

  /// So many panels of a layer, or the last ones.
  private static let panelsOfPiece = 4

  private struct Piece {
    let layer: Int
    let firstPanel: Int
  }

  init(
    fields: [TableField], layers: [FirstLayer], dimension: Int, rest: Value?, raw: Value?,
    entries: Value, order: Value
  ) {
    self.fields = fields
    self.layers = layers
    self.dimension = dimension
    self.rest = rest
    self.raw = raw
    self.entries = entries
    self.order = order
    categories = fields.count { $0.isCategory }
    let rows = fields.map(\.rows.upperBound).max() ?? 1
    let panels = layers.reduce(0) { $0 + $1.panels }
    table = WideTable(rows: rows, panels: panels)
    sums = WideTable(rows: rows, panels: panels)
    bounds = FloatBuffer(count: rows + 2)
    pairs = FloatBuffer(count: 2 * (fields.count - categories) * dimension)
    tiles =
      fields.indices.map(Tile.field) + (layers.contains { $0.bias != nil } ? [.biases] : [])
      + layers.indices.flatMap { layer in
        (0..<(layers[layer].rest?.tileCount ?? 0)).map { Tile.columns(layer: layer, tile: $0) }
      }
    pieces = layers.indices.flatMap { layer in
      stride(from: 0, to: layers[layer].panels, by: Self.panelsOfPiece).map {
        Piece(layer: layer, firstPanel: $0)
      }
    }
  }

  var inputs: [Value] { rest.map { [$0] } ?? [] }
  var outputs: [Value] { layers.map(\.output) + [entries, order] }
  var parameters: [Parameter] {
    fields.flatMap(\.field.parameters) + layers.map(\.weight) + layers.compactMap(\.bias)
  }
  var stored: [Stored] {
    [.value(entries), .value(order)] + layers.map { .gradient($0.output) }
      + inputs.map(Stored.value)
      + (raw.map { [.gradient($0)] } ?? [])
  }
  var sumsInParts: Bool { true }
  var tableRows: Int { table.rows }
  var sumCount: Int { pieces.count }
  var tileCount: Int { tiles.count }

  func scratch(chunk: Int, batch: Int) -> Int {
    if batch == 0 { return 0 }
    let ofTable = fields.map(\.rows.count).max() ?? 0
    let ofSums = PackedMatrix.panel * batch
    return max(
      rest == nil ? 0 : OuterProduct.scratch(rows: batch), 2 * dimension, ofTable, ofSums)
  }

  func forward(_ chunk: Chunk) {
    noteEntries(chunk)
    for layer in layers {
      let result = chunk.value(layer.output)
      var lookup = lookup(chunk, layer, from: 0, result)
      if let dense = layer.rest, let rest {
        dephn_look_up(&lookup)
        dense.add(rows: chunk.count, chunk.value(rest), to: result, layer.activation)
      } else {
        (lookup.activation, lookup.slope) = (layer.activation.code, layer.activation.slope)
        dephn_look_up(&lookup)
      }
    }
  }

  func backward(_ chunk: Chunk) {
    let target = rest.map { chunk.addable(self, 0, $0) }
    for layer in layers {
      // From here on the output's gradient is that of the sum.
      let up = chunk.gradient(layer.output)
      layer.activation.goBack(chunk.count * layer.output.width, chunk.value(layer.output), up)
      if let dense = layer.rest, let target {
        dense.goBack(rows: chunk.count, up, addingTo: target)
      }
    }
  }

  /// Writes down what the rows look up, for all panels and for the way back.
  private func noteEntries(_ chunk: Chunk) {
    let (width, count) = (entries.width, chunk.count)
    let target = chunk.value(entries)
    for (index, field) in fields.enumerated() {
      switch field.field {
      case .category(let column, _):
        let ids = chunk.ids(column)
        let first = Int32(field.rows.lowerBound)
        target.withMemoryRebound(to: Int32.self, capacity: count * width) { offsets in
          for row in 0..<count {
            offsets[row * width + index] =
              (first + ids.start[row * ids.stride]) * Int32(PackedMatrix.panel)
          }
        }
      case .number(let column, _, _):
        let numbers = chunk.numbers(column)
        for row in 0..<count {
          target[row * width + index] = numbers.start[row * numbers.stride]
        }
      case .list: break
      }
    }
  }

  /// The rows of a layer's columns from a panel on, of which c is the value or the gradient.
  private func lookup(
    _ chunk: Chunk, _ layer: FirstLayer, from panel: Int, _ c: UnsafeMutablePointer<Float>
  ) -> dephn_lookup {
    let first = panel * PackedMatrix.panel
    let start = chunk.value(entries)
    return dephn_lookup(
      rows: chunk.count, columns: layer.width - first, category_count: categories,
      number_count: fields.count - categories,
      offsets: UnsafeRawPointer(start).assumingMemoryBound(to: Int32.self),
      numbers: start + categories, stride: entries.width,
      table: table.row(0, panel: layer.firstPanel + panel), panel: table.stride, c: c + first,
      c_row: layer.width, activation: Activation.none.code, slope: 0)
  }

  func beginSums(_ part: Chunk) {
    var lookup = lookup(part, layers[0], from: 0, part.gradient(layers[0].output))
    withOrder(part) { order, bounds in dephn_arrange(&lookup, order, bounds) }
  }

  func sum(_ piece: Int, _ part: Chunk) {
    let (layer, panel) = (layers[pieces[piece].layer], pieces[piece].firstPanel)
    let panels = min(Self.panelsOfPiece, layer.panels - panel)
    if !part.continues { sums.clear(layer.firstPanel + panel, panels) }
    var lookup = lookup(part, layer, from: panel, part.gradient(layer.output))
    lookup.columns = min(lookup.columns, panels * PackedMatrix.panel)
    withOrder(part) { order, bounds in
      dephn_add_up(
        &lookup, order, bounds, sums.row(0, panel: layer.firstPanel + panel), part.scratch)
    }
  }

  private func withOrder(
    _ part: Chunk,
    _ body: (_ order: UnsafeMutablePointer<Int32>, _ bounds: UnsafeMutablePointer<Int32>) -> Void
  ) {
    part.value(order).withMemoryRebound(to: Int32.self, capacity: part.count * order.width) {
      order in
      bounds.start.withMemoryRebound(to: Int32.self, capacity: bounds.count) { body(order, $0) }
    }
  }
}
