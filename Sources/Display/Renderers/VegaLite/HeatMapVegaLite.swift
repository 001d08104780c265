package import JSONText

extension HeatMap {
  /// Coloured cells, each with its number; footers are rows of text below.
  package var vegaLite: JSON? {
    var data: [JSON] = []
    for (row, name) in rows.enumerated() {
      for column in columns.indices {
        data.append([
          "row": .string(name), "column": .string(fullName(ofColumn: column)),
          "value": values[row][column].json, "text": .string(format.text(values[row][column])),
        ])
      }
    }
    for footer in footers {
      for column in columns.indices {
        let value = footer.values[column]
        data.append([
          "row": .string(footer.label), "column": .string(fullName(ofColumn: column)),
          "value": value.json, "text": .string((footer.format ?? format).text(value)),
          "footer": true,
        ])
      }
    }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: [
        "width": ["step": 52], "height": ["step": 28], "encoding": positions,
        "layer": [cells, numbers],
      ])
  }

  private var positions: JSON {
    [
      "x": VegaLite.channel(
        "column", "nominal", ["sort": .null, "axis": ["orient": "top", "labelAngle": -30]]),
      "y": VegaLite.channel("row", "nominal", ["sort": .null]),
      "tooltip": [VegaLite.tooltip("row"), VegaLite.tooltip("column"), VegaLite.tooltip("text")],
    ]
  }

  private var cells: JSON {
    let end = max(range.lowerBound.magnitude, range.upperBound.magnitude)
    let scheme: JSON =
      scale == .shades
      ? ["scheme": "viridis"]
      : [
        "scheme": "blueorange", "reverse": true, "domainMid": 0,
        "domain": [(-end).json, end.json],
      ]
    return [
      "transform": [["filter": "!datum.footer && isValid(datum.value)"]], "mark": "rect",
      "encoding": [
        "color": VegaLite.channel("value", "quantitative", ["scale": scheme])
      ],
    ]
  }

  /// Numbers stand on the map's own colours, so they are black or white by the cell's colour;
  /// those of footers and of empty cells stand on the page and take the theme's colour.
  private var numbers: JSON {
    let middle = (range.lowerBound + range.upperBound) / 2
    let edge = max(range.lowerBound.magnitude, range.upperBound.magnitude) * 0.7
    let dark =
      scale == .shades
      ? "datum.value < \(middle)" : "abs(datum.value) > \(edge)"
    let inside = "!datum.footer && isValid(datum.value)"
    return [
      "mark": ["type": "text"],
      "encoding": [
        "text": ["field": "text", "type": "nominal"],
        "color": [
          "condition": [
            ["test": .string("\(inside) && \(dark)"), "value": "white"],
            ["test": .string(inside), "value": "black"],
          ]
        ],
      ],
    ]
  }
}
