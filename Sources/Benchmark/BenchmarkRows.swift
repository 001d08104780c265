import Numbers
import System

/// The rows that contenders step over.
struct BenchmarkRows {
  /// Rows of each categorical field's table.
  let tables: [Int]
  /// Numeric fields and tasks.
  let numbers: Int
  let tasks: Int
  /// Of all rows, one after another.
  private(set) var ids: [Int32] = []
  private(set) var values: [Float] = []
  private(set) var labels: [Float] = []

  var count: Int { labels.count / tasks }

  /// Random rows: 40 categorical fields of so many values, two binary tasks.
  init(batches: Int, of rows: Int, values: Int) {
    tables = Array(repeating: values, count: 40)
    (numbers, tasks) = (0, 2)
    var stream = RandomStream(seed: 7, purpose: "rows of a benchmark")
    ids = (0..<batches * rows * tables.count).map { _ in Int32(stream.below(values)) }
    labels = (0..<batches * rows * tasks).map { _ in Float(stream.below(2)) }
  }

  /// The rows of a file that `Tests/Benchmark/layouts.py` wrote; nil if there is none.
  ///
  /// A line of numbers (rows, numeric fields, tasks, rows of each table), then ids, values and labels.
  init?(path: String) {
    guard let bytes = try? PlainFile.bytes(of: path) else { return nil }
    let head = bytes.prefix { $0 != UInt8(ascii: "\n") }
    let counts = String(decoding: head, as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    guard counts.count >= 3 else { return nil }
    let rows = counts[0]
    (numbers, tasks, tables) = (counts[1], counts[2], Array(counts.dropFirst(3)))
    let words = rows * (tables.count + numbers + tasks)
    guard bytes.count - head.count - 1 == 4 * words else { return nil }
    bytes.withUnsafeBytes { bytes in
      func read<Element: BitwiseCopyable>(_ first: Int, _ width: Int) -> [Element] {
        (0..<rows * width).map {
          bytes.loadUnaligned(
            fromByteOffset: head.count + 1 + 4 * (rows * first + $0), as: Element.self)
        }
      }
      ids = read(0, tables.count)
      values = read(tables.count, numbers)
      labels = read(tables.count + numbers, tasks)
    }
  }
}
