import System

/// A table as wide as all first layers together, in panels of 16 columns as a packed matrix: a panel
/// holds 16 numbers of every row.
final class WideTable {
  let rows: Int
  private let storage: FloatBuffer

  init(rows: Int, panels: Int) {
    self.rows = rows
    storage = FloatBuffer(count: rows * panels * PackedMatrix.panel)
  }

  /// Floats from panel to panel.
  var stride: Int { rows * PackedMatrix.panel }
  /// Numbers in it.
  var count: Int { storage.count }

  func row(_ row: Int, panel: Int) -> UnsafeMutablePointer<Float> {
    storage.start + panel * stride + row * PackedMatrix.panel
  }

  /// Sets `count` panels from `panel` on to 0.
  func clear(_ panel: Int, _ count: Int) {
    row(0, panel: panel).update(repeating: 0, count: count * stride)
  }

  /// Takes the memory, before threads share it.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func take(_ interrupt: Interrupt) throws(CancellationError) { try storage.take(interrupt) }
}
