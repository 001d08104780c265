extension Diagram {
  private static let width = 80
  /// Boxes that stand beside each other at most.
  private static let mostBeside = 8

  /// Ranks of boxes below each other, and between two ranks a wire from each box to those that read it.
  package var plainText: String { grouped().text }

  private var text: String {
    var body: [String] = []
    for (index, rank) in ranks.enumerated() {
      // Below a list, the last boxes are listed too: drawn, they would only start new wires.
      if index > 0, index == ranks.count - 1, isList(ranks[index - 1]), !isList(rank) {
        body += list(rank)
        continue
      }
      if index > 0 { body += connections(from: ranks[index - 1], to: rank) }
      body += isList(rank) ? list(rank) : drawn(rank)
    }
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  private func isList(_ rank: [Int]) -> Bool { rank.count > Self.mostBeside }

  /// What a box says, and what it reads from ranks further up than the wires come from.
  private func words(_ box: Int) -> [String] {
    guard let rank = ranks.firstIndex(where: { $0.contains(box) }), rank > 0 else {
      return [boxes[box].label] + boxes[box].details
    }
    let others = sources(of: box).map(\.source).filter { !ranks[rank - 1].contains($0) }
    return [boxes[box].label] + boxes[box].details + others.map { "+ \(boxes[$0].label)" }
  }

  /// The columns of a rank's boxes: where each begins, and how wide all are.
  private func columns(_ rank: [Int]) -> (starts: [Int], width: Int) {
    let longest = rank.flatMap(words).map(\.displayWidth).max()
    let widest = (Self.width + 1) / max(1, rank.count) - 1
    let width = max(5, min(widest, (longest ?? 0) + 4))
    let whole = rank.count * (width + 1) - 1
    let start = max(0, Self.width - whole) / 2
    return (rank.indices.map { start + $0 * (width + 1) }, width)
  }

  private func centers(_ rank: [Int]) -> [Int] {
    let (starts, width) = columns(rank)
    return starts.map { $0 + width / 2 }
  }

  private func drawn(_ rank: [Int]) -> [String] {
    let (starts, width) = columns(rank)
    let texts = rank.map { box in words(box).flatMap { Self.fitted($0, to: width - 2) } }
    let height = texts.map(\.count).max() ?? 0
    func line(_ cell: (Int) -> String) -> String {
      String(repeating: " ", count: starts.first ?? 0)
        + rank.indices.map(cell).joined(separator: " ")
    }
    func edge(_ left: String, _ right: String, _ index: Int) -> String {
      left + String(repeating: boxes[rank[index]].isFaded ? "┄" : "─", count: width - 2) + right
    }
    func text(_ row: Int, _ index: Int) -> String {
      let side = boxes[rank[index]].isFaded ? "┆" : "│"
      let text = row < texts[index].count ? texts[index][row] : ""
      return side + text.cut(to: width - 2).centred(in: width - 2) + side
    }
    return [line { edge("┌", "┐", $0) }] + (0..<height).map { row in line { text(row, $0) } }
      + [line { edge("└", "┘", $0) }]
  }

  /// Signs beside which a word breaks.
  private static func isSign(_ character: Character) -> Bool { "…-_./".contains(character) }

  /// Lines of at most `width` columns; a word that is longer goes on in the next line, beside a sign
  /// within it where there is one.
  private static func fitted(_ text: String, to width: Int) -> [String] {
    text.wrapped(to: width).flatMap { line -> [String] in
      var rest = line[...]
      var lines: [String] = []
      while String(rest).displayWidth > width {
        let full = rest.prefix(width)
        let head =
          rest[full.endIndex...].first.map(isSign) == true
          ? full : full.lastIndex(where: isSign).map { rest[...$0] } ?? rest.prefix(width - 1)
        let isAtSign = head.count == width || head.last.map(isSign) == true
        lines.append(isAtSign ? String(head) : head + "-")
        rest = rest[head.endIndex...]
      }
      return lines + [String(rest)]
    }
  }

  /// More boxes than stand beside each other: a line each, with what they read.
  private func list(_ rank: [Int]) -> [String] {
    rank.map { box in
      let sources = sources(of: box).map { edge in
        boxes[edge.source].label + (edge.percent.map { " " + $0 } ?? "")
      }
      let from = sources.isEmpty ? "" : "  ◂ \(Phrase.list(sources))"
      let what = [boxes[box].label] + boxes[box].details
      return ("▪ " + what.joined(separator: " · ") + from).cut(to: Self.width)
    }
  }

  private func connections(from above: [Int], to below: [Int]) -> [String] {
    if isList(below) { return [""] }
    if isList(above) { return list(below) + [""] }
    return WireGrid(wires(from: above, to: below), width: Self.width).lines
  }

  /// Boxes that read the same, and no share of it, hang on one wire.
  private func wires(from above: [Int], to below: [Int]) -> [WireGrid.Wire] {
    let tops = Dictionary(uniqueKeysWithValues: zip(above, centers(above)))
    func read(_ box: Int) -> [Edge] { sources(of: box).filter { tops[$0.source] != nil } }
    var groups: [(boxes: [Int], edges: [Edge])] = []
    for box in below {
      let edges = read(box)
      let twin = groups.firstIndex { group in
        (group.edges + edges).allSatisfy { $0.share == nil }
          && group.edges.map(\.source) == edges.map(\.source)
      }
      if let twin { groups[twin].boxes.append(box) } else { groups.append(([box], edges)) }
    }
    let bottoms = Dictionary(uniqueKeysWithValues: zip(below, centers(below)))
    return groups.filter { !$0.edges.isEmpty }.map { group in
      let targets = group.boxes.compactMap { bottoms[$0] }.map { center -> Int in
        // A wire from above in the same column that goes elsewhere must not run into this one.
        let isTaken = below.contains { other in
          !group.boxes.contains(other) && read(other).contains { tops[$0.source] == center }
        }
        return isTaken ? center + 1 : center
      }
      return WireGrid.Wire(
        taps: group.edges.compactMap { edge in
          tops[edge.source].map { WireGrid.Tap(column: $0, mark: Self.mark(edge)) }
        }, targets: targets)
    }
  }

  /// A share as a block as dark as it is large, and in per cent.
  private static func mark(_ edge: Edge) -> String? {
    guard let share = edge.share, let percent = edge.percent else { return nil }
    let block =
      switch share {
      case 0.4...: "█"
      case 0.2...: "▓"
      case 0.1...: "▒"
      case 0.01...: "░"
      default: "·"
      }
    return block + percent.filter { $0 != " " }
  }
}
