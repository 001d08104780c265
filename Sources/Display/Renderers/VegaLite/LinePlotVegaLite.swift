import JSONText

extension LinePlot {
  /// Lines told apart by dash and colour, rings by shape; zoom by wheel, a series by its legend.
  var vegaLite: JSON {
    let data = series.flatMap { one in
      one.finitePoints.map { point -> JSON in
        [
          "series": .string(one.name), "mark": one.mark == .line ? "line" : "ring",
          "x": point.x.json, "y": point.y.json,
        ]
      }
    }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: [
        "width": 560, "height": 300, "encoding": encoding, "layer": [lines, rings],
      ])
  }

  /// One list of names for colour, dash and shape, so that they share one legend.
  private var seriesChannel: JSON {
    let names = series.map { JSON.string($0.name) }
    return VegaLite.channel("series", "nominal", ["scale": ["domain": .array(names)]])
  }

  private var encoding: JSON {
    let visible: JSON = ["condition": ["param": "shown", "value": 1], "value": .number(0.1)]
    return [
      "x": VegaLite.channel("x", "quantitative", title: xLabel),
      "y": VegaLite.channel(
        "y", "quantitative", title: yLabel, ["scale": ["zero": false]]),
      "color": seriesChannel,
      "opacity": visible,
      "tooltip": [
        VegaLite.tooltip("series"), VegaLite.tooltip("x", "quantitative"),
        VegaLite.tooltip("y", "quantitative"),
      ],
    ]
  }

  private var lines: JSON {
    [
      "params": [
        ["name": "shown", "select": ["type": "point", "fields": ["series"]], "bind": "legend"],
        ["name": "zoom", "select": "interval", "bind": "scales"],
      ],
      "transform": [["filter": "datum.mark == 'line'"]],
      "mark": "line",
      "encoding": ["strokeDash": seriesChannel],
    ]
  }

  private var rings: JSON {
    [
      "transform": [["filter": "datum.mark == 'ring'"]],
      "mark": ["type": "point", "size": 80],
      "encoding": ["shape": seriesChannel],
    ]
  }
}
