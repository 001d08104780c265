extension BarPlot {
  /// A horizontal bar a row from one zero, its value behind it.
  var svg: String {
    let labelWidth = bars.map { SVG.width(of: $0.label) }.max() ?? 0
    let valueWidth = bars.map { SVG.width(of: format.text($0.value)) }.max() ?? 0
    let left = 32 + labelWidth
    let scale = 400 / max(range.upperBound - range.lowerBound, .leastNormalMagnitude)
    let zero = left - range.lowerBound * scale
    let texts = [title, subtitle, reading].compactMap { $0 }.map(SVG.width).max() ?? 0
    let groups = zip(bars.indices, bars).filter { index, bar in
      bar.group != nil && (index == 0 || bars[index - 1].group != bar.group)
    }
    var drawing = SVG(
      width: max(left + 400 + valueWidth + 24, texts * 1.2 + 16),
      height: 84 + Double(bars.count + groups.count) * 24)
    drawing.heading(title: title, subtitle: subtitle)
    var y = 52.0
    for (index, bar) in bars.enumerated() {
      if let group = bar.group, groups.contains(where: { $0.0 == index }) {
        drawing.text(group, x: 8, y: y + 16)
        y += 24
      }
      let length = bar.value.isFinite ? bar.value * scale : 0
      drawing.text(bar.label, x: left - 8, y: y + 14, anchor: .end)
      drawing.rectangle(
        x: min(zero, zero + length), y: y, width: abs(length), height: 18, color: SVG.palette[0])
      drawing.text(format.text(bar.value), x: max(zero, zero + length) + 6, y: y + 14)
      y += 24
    }
    drawing.line([(zero, 48), (zero, y)])
    if let reading { drawing.text(reading, x: 8, y: y + 20) }
    return drawing.document(title: title, reading: reading)
  }
}
