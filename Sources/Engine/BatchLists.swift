/// A multi-valued field of a batch: a list of ids with weights per row.
package final class BatchLists {
  private(set) var ids: [Int32] = []
  private(set) var weights: [Float] = []
  /// The index after the last item of each row.
  private var ends: [Int] = []

  /// Removes all rows.
  package func clear() {
    ids.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds an item to the current row.
  package func add(_ id: Int32, weight: Float) {
    ids.append(id)
    weights.append(weight)
  }

  /// Ends the current row and starts the next.
  package func endRow() { ends.append(ids.count) }

  /// The indices of a row's items.
  func items(ofRow row: Int) -> Range<Int> { (row == 0 ? 0 : ends[row - 1])..<ends[row] }
}
