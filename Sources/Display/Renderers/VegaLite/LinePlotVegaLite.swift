package import JSONText

extension LinePlot {
  /// Lines told apart by dash and colour, rings by shape; zoom by wheel, a series by its legend.
  package var vegaLite: JSON? {
    let data = series.flatMap { one in
      one.finitePoints.map { point -> JSON in
        var fields: [String: JSON] = [
          "series": .string(one.name), "mark": one.mark == .line ? "line" : "ring",
          "x": point.x.json, "y": point.y.json,
        ]
        if let deviation = point.deviation {
          fields["low"] = (point.y - deviation).json
          fields["high"] = (point.y + deviation).json
        }
        fields["n"] = point.count.map { .integer($0) }
        return .object(fields)
      }
    }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: [
        "width": 500, "height": 300, "encoding": encoding,
        "layer": hasSpread ? [lines, rings, spread] : [lines, rings],
      ])
  }

  /// One list of names for colour, dash and shape, so that they share one legend.
  private var seriesChannel: JSON { seriesChannel(range: nil) }

  private static let shapes = [
    "circle", "square", "triangle-up", "diamond", "cross", "triangle-down",
  ]

  /// Strokes for lines, and a shape for each series of points.
  private var shapes: JSON {
    var points = 0
    let names = series.map { one -> JSON in
      if one.mark == .line { return "stroke" }
      defer { points += 1 }
      return .string(Self.shapes[points % Self.shapes.count])
    }
    return .array(names)
  }

  private func seriesChannel(range: JSON?) -> JSON {
    var scale: [String: JSON] = ["domain": .array(series.map { .string($0.name) })]
    scale["range"] = range
    let perRow = SVG.pageWidth / (30 + VegaLite.width(ofLabels: series.map(\.name)))
    return VegaLite.channel(
      "series", "nominal",
      ["scale": .object(scale), "legend": ["columns": .integer(max(1, Int(perRow)))]])
  }

  private var encoding: JSON {
    let visible: JSON = ["condition": ["param": "shown", "value": 1], "value": .number(0.1)]
    let tips =
      [("series", "nominal"), ("x", "quantitative"), ("y", "quantitative")]
      + (hasSpread ? [("low", "quantitative"), ("high", "quantitative"), ("n", "nominal")] : [])
    return [
      "x": VegaLite.channel("x", "quantitative", title: xLabel, xScale),
      "y": VegaLite.channel("y", "quantitative", title: yLabel, ["scale": .object(yScale)]),
      "color": seriesChannel,
      "opacity": visible,
      "tooltip": .array(tips.map { VegaLite.tooltip($0.0, $0.1) }),
    ]
  }

  /// Pixels around the points, without which the outermost marks would be cut in half.
  private static let padding: JSON = 10

  /// Not rounded to whole decades, which would leave most of the plot empty.
  private static let logarithmic: [String: JSON] = ["type": "log", "nice": false]

  private var xScale: [String: JSON] {
    var scale: [String: JSON] = axes.isLogX ? Self.logarithmic : ["zero": false, "nice": false]
    scale["padding"] = Self.padding
    return ["scale": .object(scale)]
  }

  private var yScale: [String: JSON] {
    var scale: [String: JSON] = axes.isLogY ? Self.logarithmic : ["zero": false]
    scale["padding"] = Self.padding
    scale["domainMin"] = axes.yFrom.map(\.json)
    if let span = axes.ySpan { scale["domain"] = [span.lowerBound.json, span.upperBound.json] }
    return scale
  }

  private var lines: JSON {
    [
      "params": [
        ["name": "shown", "select": ["type": "point", "fields": ["series"]], "bind": "legend"],
        ["name": "zoom", "select": "interval", "bind": "scales"],
      ],
      "transform": [["filter": "datum.mark == 'line'"]],
      "mark": series.count > 1 && hasMarkedPoints
        ? ["type": "line", "point": ["filled": false, "size": 30]] : "line",
      "encoding": ["strokeDash": seriesChannel],
    ]
  }

  private var rings: JSON {
    [
      "transform": [["filter": "datum.mark == 'ring'"]],
      "mark": ["type": "point", "size": 80],
      "encoding": ["shape": seriesChannel(range: shapes)],
    ]
  }

  /// A line through each mean, one deviation up and down.
  private var spread: JSON {
    [
      "transform": [["filter": "isValid(datum.low)"]],
      "mark": "rule",
      "encoding": ["y": VegaLite.channel("low", "quantitative"), "y2": ["field": "high"]],
    ]
  }
}
