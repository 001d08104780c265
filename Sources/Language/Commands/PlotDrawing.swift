import Display
import Numbers

/// The figures of `plot`, from rows that are gathered by x.
struct PlotDrawing {
  private let plot: Plot
  private let parts: [PlotMean.Part]
  private let counts: [Int]

  init(_ plot: Plot, _ parts: [PlotMean.Part]) {
    self.plot = plot
    self.parts = parts
    counts = parts.flatMap { $0.means.map(\.values.count) }
  }

  /// Whether some points stand for several rows.
  private var areMeans: Bool { counts.contains { $0 > 1 } }

  private func title(_ part: PlotMean.Part) -> String {
    let by = plot.by.map { " and \($0)" } ?? ""
    let facet = plot.facet.map { " · \($0) \(part.facet ?? "")" } ?? ""
    return "\(plot.y) by \(plot.x)\(by)\(facet) · \(plot.table.text)"
  }

  /// What a mean is of, and what is not drawn.
  private func subtitle(_ more: [String]) -> String? {
    var sentences: [String] = []
    if areMeans, let least = counts.min(), let most = counts.max() {
      let rows =
        least == most ? Phrase.count(most, "row") : "\(least) to \(Phrase.count(most, "row"))"
      sentences.append("Mean ± standard deviation of \(rows) each.")
    }
    sentences += more
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  func linePlot(_ part: PlotMean.Part) -> Figure {
    let series = part.groups.map { group in
      let points = part.means.filter { $0.group == group }.compactMap { mean in
        mean.across.value.map { x in
          LinePlot.Point(
            x: x, y: mean.mean, deviation: mean.deviation,
            count: areMeans ? mean.values.count : nil)
        }
      }
      return LinePlot.Series(
        name: group ?? plot.y, names: names(group, part), points: points.sorted { $0.x < $1.x },
        mark: plot.points ? .ring : .line)
    }
    let axes = axes
    return .linePlot(
      LinePlot(
        title: title(part), subtitle: subtitle(leftOut(series, axes)), xLabel: plot.x,
        yLabel: plot.y, series: series, axes: axes))
  }

  private func names(
    _ group: String?, _ part: PlotMean.Part
  ) -> [(key: String, value: String)] {
    let facet = plot.facet.flatMap { key in part.facet.map { (key: key, value: $0) } }
    let by = plot.by.flatMap { key in group.map { (key: key, value: $0) } }
    return [facet, by].compactMap { $0 }
  }

  private var axes: LinePlot.Axes {
    var axes = LinePlot.Axes()
    axes.isLogX = plot.logX
    axes.isLogY = plot.logY
    axes.yFrom = plot.from
    if parts.count > 1 {
      let means = parts.flatMap(\.means)
      axes.xSpan = Self.span(means.compactMap(\.across.value).filter { !plot.logX || $0 > 0 })
      let ends = means.flatMap { [$0.mean - ($0.deviation ?? 0), $0.mean + ($0.deviation ?? 0)] }
      axes.ySpan = Self.span(
        ends.filter { (!plot.logY || $0 > 0) && $0 >= plot.from ?? -.infinity })
    }
    return axes
  }

  private static func span(_ values: [Double]) -> ClosedRange<Double>? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  /// A sentence about points for which the axes have no room.
  private func leftOut(_ series: [LinePlot.Series], _ axes: LinePlot.Axes) -> [String] {
    let points = series.flatMap(\.points)
    let below = points.count { $0.y < plot.from ?? -.infinity }
    let notPositive = points.count { (plot.logX && $0.x <= 0) || (plot.logY && $0.y <= 0) }
    return [
      below > 0
        ? "\(Phrase.count(below, "point")) below \(NumberFormat.significant(4).text(plot.from ?? 0)), "
          + "not drawn." : nil,
      notPositive > 0
        ? "\(Phrase.count(notPositive, "point")) not above 0, not drawn."
        : nil,
    ].compactMap { $0 }
  }

  /// A group of bars per word on x, a bar per line of `by`.
  func barPlot(_ part: PlotMean.Part) -> Figure {
    let isGrouped = plot.by != nil
    let words = part.means.map(\.across.plainWord).uniqued()
    let bars = words.flatMap { word in
      part.means.filter { $0.across.plainWord == word }.map { mean in
        BarPlot.Bar(
          label: isGrouped ? mean.group ?? "" : word, group: isGrouped ? word : nil,
          value: mean.mean, deviation: mean.deviation, count: areMeans ? mean.values.count : nil)
      }
    }
    let start = plot.from.map { ["Bars start at \(NumberFormat.significant(4).text($0))."] } ?? []
    return .barPlot(
      BarPlot(
        title: title(part), subtitle: subtitle(start), bars: bars, names: names(nil, part),
        keys: BarPlot.Keys(
          label: plot.by ?? plot.x, group: isGrouped ? plot.x : nil, value: plot.y),
        format: .significant(4), start: plot.from ?? 0))
  }
}
