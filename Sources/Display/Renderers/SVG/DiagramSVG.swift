extension Diagram {
  private static let canvas = SVG.pageWidth - 16
  private static let (boxGap, rowGap, lineHeight, labelHeight) = (8.0, 12.0, 16.0, 14.0)

  /// Boxes rank by rank; lines from what is read to what reads it, as thick as the share is large.
  ///
  /// Lines pass behind boxes and labels.
  package var svg: SVGDocument? { grouped().drawing }

  private var drawing: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    var frames = [Frame?](repeating: nil, count: boxes.count)
    var y = texts.top + 8
    for (index, rank) in ranks.enumerated() {
      y = layOut(rank, from: y, &frames) + gap(below: index)
    }
    let bottom = y - (ranks.isEmpty ? 0 : gap(below: ranks.count - 1))
    let lines = edges.compactMap { edge -> Line? in
      guard let source = frames[edge.source], let target = frames[edge.target] else { return nil }
      return Line(edge: edge, start: source.bottomCenter, end: target.topCenter)
    }
    let labels = labels(of: lines, beside: frames.compactMap(\.self))
    var drawing = SVG(
      width: max(Self.canvas + 16, texts.width), height: bottom + 16 + texts.bottom)
    drawing.texts(texts)
    drawing.behind((frames.compactMap(\.self) + labels.map(\.frame)).map(\.rectangle)) { layer in
      for line in lines {
        layer.connection(
          from: line.start, to: line.end, thickness: line.edge.share.map { 0.5 + 9 * $0 } ?? 1,
          isFaded: (line.edge.share ?? 1) < 0.01)
      }
    }
    for label in labels {
      drawing.text(
        label.text, x: label.frame.center, y: label.frame.y + 11, anchor: .middle,
        color: SVG.palette[1])
    }
    for (box, frame) in zip(boxes, frames) {
      if let frame { draw(box, frame, on: &drawing) }
    }
    return drawing.document(texts)
  }

  /// What a box or a label covers.
  private struct Frame {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    var center: Double { x + width / 2 }
    var topCenter: (x: Double, y: Double) { (center, y) }
    var bottomCenter: (x: Double, y: Double) { (center, y + height) }
    var rectangle: SVG.Rectangle { (x, y, width, height) }

    func touches(_ other: Frame) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height
        && other.y < y + height
    }
  }

  private struct Line {
    let edge: Edge
    let start: (x: Double, y: Double)
    let end: (x: Double, y: Double)
  }

  /// Room for the lines to the next rank, and for several rows of labels on them.
  private func gap(below rank: Int) -> Double {
    let own = Set(ranks[rank])
    return edges.contains { own.contains($0.source) && $0.share != nil } ? 112 : 44
  }

  private func width(of box: Int) -> Double {
    let texts = [boxes[box].label] + boxes[box].details
    return min(12 + (texts.map(SVG.width).max() ?? 0), Self.canvas)
  }

  /// Gives the boxes of a rank their frames, in rows that fit; returns where the rank ends.
  private func layOut(_ rank: [Int], from top: Double, _ frames: inout [Frame?]) -> Double {
    let height =
      Self.lineHeight * Double(1 + (rank.map { boxes[$0].details.count }.max() ?? 0)) + 10
    var rows: [(boxes: [Int], width: Double)] = []
    for box in rank {
      let width = width(of: box)
      if let last = rows.last, last.width + Self.boxGap + width <= Self.canvas {
        rows[rows.count - 1] = (last.boxes + [box], last.width + Self.boxGap + width)
      } else {
        rows.append(([box], width))
      }
    }
    var y = top
    for row in rows {
      var x = 8 + (Self.canvas - row.width) / 2
      for box in row.boxes {
        frames[box] = Frame(x: x, y: y, width: width(of: box), height: height)
        x += width(of: box) + Self.boxGap
      }
      y += height + Self.rowGap
    }
    return y - Self.rowGap
  }

  /// The shares, each on its line where it touches neither a box nor another share, if there is room.
  private func labels(
    of lines: [Line], beside boxes: [Frame]
  ) -> [(text: String, frame: Frame)] {
    var labels: [(text: String, frame: Frame)] = []
    for line in lines {
      guard let share = line.edge.share, share >= 0.005, let text = line.edge.percent else {
        continue
      }
      let width = SVG.width(of: text) + 4
      let frames = [0.3, 0.45, 0.6, 0.15, 0.75, 0.22, 0.38, 0.52, 0.68, 0.85].map { part in
        Frame(
          x: line.start.x + (line.end.x - line.start.x) * part - width / 2,
          y: line.start.y + (line.end.y - line.start.y) * part - Self.labelHeight / 2,
          width: width, height: Self.labelHeight)
      }
      let free = frames.first { frame in
        !boxes.contains { $0.touches(frame) } && !labels.contains { $0.frame.touches(frame) }
      }
      labels.append((text, free ?? frames[0]))
    }
    return labels
  }

  private func draw(_ box: Box, _ frame: Frame, on drawing: inout SVG) {
    drawing.frame(
      x: frame.x, y: frame.y, width: frame.width, height: frame.height, isFaded: box.isFaded)
    for (index, line) in ([box.label] + box.details).enumerated() {
      drawing.text(
        line, x: frame.center, y: frame.y + Self.lineHeight * Double(index + 1), anchor: .middle,
        color: index == 0 && !box.isFaded ? SVG.palette[0] : SVG.ink)
    }
  }
}
