extension Diagram {
  private static let canvas = 680.0
  private static let (boxGap, rankGap, lineHeight) = (10.0, 56.0, 16.0)

  /// Boxes rank by rank; lines from what is read to what reads it, as thick as the share is large.
  package var svg: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    var frames = [Frame?](repeating: nil, count: boxes.count)
    var y = texts.top + 8
    for rank in ranks {
      y = layOut(rank, from: y, &frames) + Self.rankGap
    }
    var drawing = SVG(
      width: max(Self.canvas + 16, texts.width), height: y - Self.rankGap + 16 + texts.bottom)
    drawing.texts(texts)
    for edge in edges {
      if let source = frames[edge.source], let target = frames[edge.target] {
        draw(edge, source, target, on: &drawing)
      }
    }
    for (box, frame) in zip(boxes, frames) {
      if let frame { draw(box, frame, on: &drawing) }
    }
    return drawing.document(texts)
  }

  private struct Frame {
    let x: Double
    let y: Double
    let width: Double
    let height: Double
    var center: Double { x + width / 2 }
  }

  /// Gives the boxes of a rank their frames, in rows that fit; returns where the rank ends.
  private func layOut(_ rank: [Int], from top: Double, _ frames: inout [Frame?]) -> Double {
    let widest = rank.flatMap { [boxes[$0].label] + boxes[$0].details }.map(SVG.width).max() ?? 0
    let least = min(widest + 16, Self.canvas)
    let perRow = max(1, min(rank.count, Int((Self.canvas + Self.boxGap) / (least + Self.boxGap))))
    let height =
      Self.lineHeight * Double(1 + (rank.map { boxes[$0].details.count }.max() ?? 0)) + 10
    var y = top
    for start in stride(from: 0, to: rank.count, by: perRow) {
      let row = rank[start..<min(rank.count, start + perRow)]
      let whole = Double(row.count) * (least + Self.boxGap) - Self.boxGap
      var x = 8 + (Self.canvas - whole) / 2
      for box in row {
        frames[box] = Frame(x: x, y: y, width: least, height: height)
        x += least + Self.boxGap
      }
      y += height + Self.boxGap
    }
    return y - Self.boxGap
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

  private func draw(_ edge: Edge, _ source: Frame, _ target: Frame, on drawing: inout SVG) {
    let start = (x: source.center, y: source.y + source.height)
    let end = (x: target.center, y: target.y)
    drawing.connection(
      from: start, to: end, thickness: edge.share.map { 0.5 + 9 * $0 } ?? 1,
      isFaded: (edge.share ?? 1) < 0.01)
    if let share = edge.share, share >= 0.005 {
      // Nearer to the source, where lines to different targets are still apart.
      let (x, y) = (start.x + (end.x - start.x) * 0.3, start.y + (end.y - start.y) * 0.3)
      drawing.text(
        NumberFormat.percent(0).text(share), x: x + 4, y: y + 4, color: SVG.palette[1])
    }
  }
}
