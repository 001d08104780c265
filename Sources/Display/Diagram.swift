/// How something is built: boxes in ranks, from what goes in to what comes out, and what each reads.
package struct Diagram: Sendable {
  /// A part with a name, and what is said of it, line by line.
  package struct Box: Sendable {
    package var label: String
    package var details: [String]
    /// Boxes of one family may be drawn as one where a rank holds many.
    package var family: String
    /// Drawn faintly: a part that nothing uses.
    package var isFaded: Bool

    package init(label: String, details: [String], family: String, isFaded: Bool = false) {
      self.label = label
      self.details = details
      self.family = family
      self.isFaded = isFaded
    }
  }

  /// What one box takes from another.
  package struct Edge: Sendable {
    /// Indices of boxes.
    package var source: Int
    package var target: Int
    /// Share of the target's input, 0 … 1; nil where it is not known.
    package var share: Double? {
      get { shares?.upperBound }
      set { shares = newValue.flatMap { $0.isFinite ? $0...$0 : nil } }
    }
    /// The least and the largest share among edges that are drawn as one; of one edge both are its share.
    var shares: ClosedRange<Double>?

    package init(source: Int, target: Int, share: Double? = nil) {
      self.source = source
      self.target = target
      self.share = share
    }

    /// `12 %`, or `4–12 %` of several edges.
    var percent: String? {
      shares.map { shares in
        let texts = [shares.lowerBound, shares.upperBound].map(NumberFormat.percent(0).text)
        return texts[0] == texts[1]
          ? texts[0] : texts[0].filter { $0 != " " && $0 != "%" } + "–" + texts[1]
      }
    }
  }

  /// What · of what.
  package var title: String
  package var subtitle: String?
  package let boxes: [Box]
  package let edges: [Edge]
  /// The last sentences: what there is to see.
  package var reading: String?
  /// Indices of boxes, rank by rank.
  package let ranks: [[Int]]

  /// Ranks follow from the edges, which form no circle: each box stands above all that read it, and
  /// directly above one of them.
  package init(
    title: String, subtitle: String? = nil, boxes: [Box], edges: [Edge], reading: String? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.boxes = boxes
    self.edges = edges
    self.reading = reading
    let heights = Self.heights(boxes.count, edges)
    let highest = heights.max() ?? -1
    ranks = (0...max(0, highest)).map { rank in
      boxes.indices.filter { heights[$0] == highest - rank }
    }
  }

  /// The length of the longest way from each box to the end: 0 for what nothing reads.
  private static func heights(_ count: Int, _ edges: [Edge]) -> [Int] {
    var heights = [Int](repeating: 0, count: count)
    // A way has as many boxes as there are at most, so the heights settle in as many rounds.
    for _ in 0..<count {
      var isSettled = true
      for edge in edges where heights[edge.source] <= heights[edge.target] {
        heights[edge.source] = heights[edge.target] + 1
        isSettled = false
      }
      if isSettled { break }
    }
    return heights
  }

  /// What a box reads, in the order of the boxes.
  func sources(of box: Int) -> [Edge] {
    edges.filter { $0.target == box }.sorted { $0.source < $1.source }
  }

  /// Two labels as one, with the words that both begin with once: `income e1…e2`.
  private static func span(_ first: String, _ last: String) -> String {
    let (one, other) = (first.split(separator: " "), last.split(separator: " "))
    let common = zip(one, other).prefix { $0 == $1 }.count
    let ends = [one, other].map { $0.dropFirst(common).joined(separator: " ") }
    return (one.prefix(common).map(String.init) + [ends.joined(separator: "…")])
      .joined(separator: " ")
  }

  /// The diagram as it is drawn: large families in ranks of many boxes are one box each, and the shares
  /// on their lines a range.
  package func grouped(most: Int = 8) -> Diagram {
    var owner = Array(boxes.indices)
    for rank in ranks {
      let families = Dictionary(grouping: rank) { boxes[$0].family }.values
      var count = rank.count
      // Families of one size are drawn alike: all apart or all as one.
      for size in Set(families.map(\.count)).sorted(by: >) where count > most && size > 1 {
        for family in families where family.count == size {
          for box in family { owner[box] = family[0] }
          count -= size - 1
        }
      }
    }
    let kept = boxes.indices.filter { owner[$0] == $0 }
    let newIndices = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    let merged = kept.map { box -> Box in
      let members = boxes.indices.filter { owner[$0] == box }
      guard let last = members.last, members.count > 1 else { return boxes[box] }
      var whole = boxes[box]
      whole.label = Self.span(boxes[box].label, boxes[last].label)
      whole.details = ["each of \(members.count)"] + whole.details
      whole.isFaded = members.allSatisfy { boxes[$0].isFaded }
      return whole
    }
    var joined: [Edge] = []
    for edge in edges {
      guard let source = newIndices[owner[edge.source]], let target = newIndices[owner[edge.target]]
      else {
        continue
      }
      if let index = joined.firstIndex(where: { $0.source == source && $0.target == target }) {
        joined[index].shares = Self.hull(joined[index].shares, edge.shares)
      } else {
        var whole = edge
        (whole.source, whole.target) = (source, target)
        joined.append(whole)
      }
    }
    return Diagram(title: title, subtitle: subtitle, boxes: merged, edges: joined, reading: reading)
  }

  /// The range from the least to the largest share of both.
  private static func hull(
    _ one: ClosedRange<Double>?, _ other: ClosedRange<Double>?
  ) -> ClosedRange<Double>? {
    guard let one, let other else { return one ?? other }
    return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}

// There is no Vega-Lite form: it has no marks for boxes and the lines between them, and its tooltips and zoom would
// add nothing to the labels of the SVG.
extension Diagram: Picture {
  /// One row per connection.
  package var tidy: Table {
    Table(
      title: title,
      columns: ["from", "to", "share"].map { Table.Column(key: $0, header: $0) },
      rows: edges.map { edge in
        Table.Row([
          .text(boxes[edge.source].label), .text(boxes[edge.target].label),
          edge.share.map { .share($0) } ?? .missing,
        ])
      })
  }
}
