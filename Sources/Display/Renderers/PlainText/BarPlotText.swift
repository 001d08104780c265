extension BarPlot {
  /// The plot in plain text: a bar of eighth blocks a row, its value at the right.
  package var plainText: String {
    let labelWidth = min(28, bars.map(\.label.displayWidth).max() ?? 0)
    let texts = bars.map(text)
    let valueWidth = texts.map(\.displayWidth).max() ?? 0
    let barWidth = max(8, min(40, TextPage.width - 4 - labelWidth - valueWidth - 4))
    var body: [String] = []
    var group: String?
    for (bar, text) in zip(bars, texts) {
      if let name = bar.group, name != group {
        if !body.isEmpty { body.append("") }
        body.append(TextPage.indent + name.onOneLine)
      }
      group = bar.group
      let label = bar.label.onOneLine.cut(to: labelWidth).padded(to: labelWidth)
      let inset = bar.group == nil ? "" : "  "
      body.append(
        TextPage.indent + inset + label + "  " + drawn(length(of: bar), width: barWidth) + "  "
          + text.padded(to: valueWidth, right: true))
    }
    return TextPage.text(title: title, subtitle: subtitle, body: body, reading: reading)
  }

  /// `width` characters with the bar in them; what is below zero extends to the left of it.
  private func drawn(_ value: Double, width: Int) -> String {
    let span = range.upperBound - range.lowerBound
    guard span > 0, value.isFinite else { return String(repeating: " ", count: width) }
    let below = range.lowerBound == 0 ? 0 : negativeWidth(of: width, span: span)
    let above = width - below
    if value < 0 {
      let halves = max(1, Int((value / range.lowerBound * Double(below * 2)).rounded()))
      let bar = (halves % 2 == 1 ? "▐" : "") + String(repeating: "█", count: halves / 2)
      return bar.padded(to: below, right: true) + String(repeating: " ", count: above)
    }
    let share = range.upperBound > 0 ? value / range.upperBound : 0
    return String(repeating: " ", count: below)
      + TextBar.text(share: share, width: above).padded(to: above)
  }

  private func negativeWidth(of width: Int, span: Double) -> Int {
    let share = -range.lowerBound / span
    let atMost = range.upperBound > 0 ? width - 1 : width
    return min(atMost, max(1, Int((share * Double(width)).rounded())))
  }
}
