package import Numbers

/// The order of the training rows in an epoch.
package enum RowOrder {
  /// The largest number of rows that are shuffled individually; more are shuffled in blocks, so that a
  /// large file is read in long runs.
  package static let largestFullShuffle = 1 << 20
  private static let block = 4096
  private static let blocksPerWindow = 64

  /// Shuffles rows: individually, or, if there are many, blocks of 4,096 consecutive rows and then the
  /// rows within every 64 blocks.
  package static func shuffle(_ rows: inout [Int32], _ stream: inout RandomStream) {
    guard rows.count > largestFullShuffle else { return stream.shuffle(&rows) }
    var starts = Array(stride(from: 0, to: rows.count, by: block))
    stream.shuffle(&starts)
    var result: [Int32] = []
    result.reserveCapacity(rows.count)
    for first in stride(from: 0, to: starts.count, by: blocksPerWindow) {
      var window: [Int32] = []
      for start in starts[first..<min(starts.count, first + blocksPerWindow)] {
        window += rows[start..<min(rows.count, start + block)]
      }
      stream.shuffle(&window)
      result += window
    }
    rows = result
  }
}
