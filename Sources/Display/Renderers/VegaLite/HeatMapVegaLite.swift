extension HeatMap {
  /// Coloured cells, each with its number; footers are rows of text below.
  var vegaLite: JSON {
    var data: [JSON] = []
    for (row, name) in rows.enumerated() {
      for column in columns.indices {
        data.append([
          "row": .text(name), "column": .text(fullName(ofColumn: column)),
          "value": .number(values[row][column]), "text": .text(format.text(values[row][column])),
        ])
      }
    }
    for footer in footers {
      for column in columns.indices {
        let value = footer.values[column]
        data.append([
          "row": .text(footer.label), "column": .text(fullName(ofColumn: column)),
          "value": .number(value), "text": .text((footer.format ?? format).text(value)),
          "footer": true,
        ])
      }
    }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: [
        ("width", ["step": 52]), ("height", ["step": 28]), ("encoding", places),
        ("layer", [cells, numbers]),
      ])
  }

  private var places: JSON {
    [
      "x": VegaLite.channel(
        "column", "nominal", [("sort", nil), ("axis", ["orient": "top", "labelAngle": -30])]),
      "y": VegaLite.channel("row", "nominal", [("sort", nil)]),
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
        "domain": [.number(-end), .number(end)],
      ]
    return [
      "transform": [["filter": "!datum.footer && isValid(datum.value)"]], "mark": "rect",
      "encoding": [
        "color": VegaLite.channel("value", "quantitative", [("scale", scheme)])
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
            ["test": .text("\(inside) && \(dark)"), "value": "white"],
            ["test": .text(inside), "value": "black"],
          ]
        ],
      ],
    ]
  }
}
