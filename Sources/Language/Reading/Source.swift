/// The text of a cell as Unicode scalars, with the offsets of its lines.
///
/// All ranges in a cell count scalars, as Jupyter's cursors do.
struct Source: Sendable {
  let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]

  init(_ code: String) {
    let scalars = Array(code.unicodeScalars)
    self.scalars = scalars
    lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
  }

  /// The text of a range of scalars.
  func text(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
    return String(text)
  }

  /// Where a text first stands within a range.
  func range(of text: String, in range: Range<Int>) -> Range<Int>? {
    let wanted = Array(text.unicodeScalars)
    guard !wanted.isEmpty, range.count >= wanted.count else { return nil }
    return (range.lowerBound...range.upperBound - wanted.count).first { start in
      scalars[start..<start + wanted.count].elementsEqual(wanted)
    }.map { $0..<$0 + wanted.count }
  }

  /// The line, counted from 0, that holds an offset.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The scalars of a line without its line feed.
  func range(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line]
    let end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : scalars.count
    return start..<end
  }
}
