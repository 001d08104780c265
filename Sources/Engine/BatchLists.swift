/// The rows of a multi-valued field in a batch: each a list of ids with weights.
package final class BatchLists {
  private(set) var ids: [Int32] = []
  private(set) var weights: [Float] = []
  /// Where each row's list ends.
  private var ends: [Int] = []

  /// Forgets all rows.
  package func clear() {
    ids.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds an item to the row that is being made.
  package func add(_ id: Int32, weight: Float) {
    ids.append(id)
    weights.append(weight)
  }

  /// Ends the row that is being made.
  package func endRow() { ends.append(ids.count) }

  /// The places of a row's items.
  func items(ofRow row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}
