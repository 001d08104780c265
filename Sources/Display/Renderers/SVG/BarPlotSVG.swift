extension BarPlot {
  private static let rowHeight = 24.0
  private static let barSpace = 120.0...400.0

  /// A horizontal bar a row from one start, its value behind it.
  package var svg: SVGDocument? {
    let texts = SVGTexts(title: title, subtitle: subtitle, reading: reading)
    let left = 32 + (bars.map { SVG.width(of: shortened($0.label)) }.max() ?? 0)
    let values = bars.map { SVG.width(of: text(of: $0)) }.max() ?? 0
    let space = min(
      Self.barSpace.upperBound, max(Self.barSpace.lowerBound, SVG.pageWidth - left - values - 24))
    let top = texts.top + 8
    let bottom = top + Double(bars.count + bars.indices.count(where: startsGroup)) * Self.rowHeight
    var drawing = SVG(
      width: max(left + space + values + 24, texts.width), height: bottom + texts.bottom)
    drawing.texts(texts)
    let scale = space / max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    let zero = left - range.lowerBound * scale
    var y = top
    for (index, bar) in bars.enumerated() {
      if startsGroup(index), let group = bar.group {
        drawing.text(group, x: 8, y: y + 16)
        y += Self.rowHeight
      }
      drawing.text(shortened(bar.label), x: left - 8, y: y + 14, anchor: .end)
      let reach = self.length(of: bar)
      let length = reach.isFinite ? reach * scale : 0
      drawing.rectangle(
        x: min(zero, zero + length), y: y, width: abs(length), height: 18, color: SVG.palette[0])
      drawing.text(text(of: bar), x: max(zero, zero + length) + 6, y: y + 14)
      y += Self.rowHeight
    }
    drawing.line([(zero, top - 4), (zero, bottom)])
    return drawing.document(texts)
  }

  /// A label that leaves half of the page to the bars.
  private func shortened(_ label: String) -> String { label.onOneLine.cut(to: 34) }

  /// True for the first bar of a group.
  private func startsGroup(_ index: Int) -> Bool {
    bars[index].group != nil && (index == 0 || bars[index - 1].group != bars[index].group)
  }
}
