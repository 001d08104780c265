package import Numbers

/// The order in which an epoch takes the training rows.
package enum RowOrder {
  /// More rows than this are shuffled in blocks, so that reading them goes through a large file
  /// once, and not to and fro.
  package static let largestFullShuffle = 1 << 20
  private static let block = 4096
  private static let blocksAWindow = 64

  /// Shuffles rows: all of them, or of a large set blocks of 4,096 rows that lie side by side, and
  /// then the rows of each 64 blocks among each other.
  package static func shuffle(_ rows: inout [Int32], _ stream: inout RandomStream) {
    guard rows.count > largestFullShuffle else { return stream.shuffle(&rows) }
    var starts = Array(stride(from: 0, to: rows.count, by: block))
    stream.shuffle(&starts)
    var result: [Int32] = []
    result.reserveCapacity(rows.count)
    for first in stride(from: 0, to: starts.count, by: blocksAWindow) {
      var window: [Int32] = []
      for start in starts[first..<min(starts.count, first + blocksAWindow)] {
        window += rows[start..<min(rows.count, start + block)]
      }
      stream.shuffle(&window)
      result += window
    }
    rows = result
  }
}
