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
        "width": ["step": Self.step.0.json], "height": ["step": Self.step.1.json],
        "encoding": positions,
        "layer": [cells, numbers],
      ])
  }

  /// Width and height of a cell.
  private static let step = (52.0, 28.0)

  /// Whether each column's name fits above its cell, in letters of 6 pixels.
  private var namesFit: Bool {
    columns.indices.allSatisfy {
      6 * Double(fullName(ofColumn: $0).displayWidth) <= Self.step.0
    }
  }

  private var positions: JSON {
    [
      "x": VegaLite.channel(
        "column", "nominal",
        ["sort": .null, "axis": ["orient": "top", "labelAngle": namesFit ? 0 : -30]]),
      "y": VegaLite.channel("row", "nominal", ["sort": .null]),
      "tooltip": [VegaLite.tooltip("row"), VegaLite.tooltip("column"), VegaLite.tooltip("text")],
    ]
  }

  private var cells: JSON {
    let ends = colorEnds
    let scheme: JSON =
      scale == .shades
      ? ["scheme": "viridis", "domain": [ends.lowerBound.json, ends.upperBound.json]]
      : [
        "scheme": "blueorange", "reverse": true, "domainMid": 0,
        "domain": [(-signedEnd).json, signedEnd.json],
      ]
    return [
      "transform": [["filter": "!datum.footer && isValid(datum.value)"]], "mark": "rect",
      "encoding": [
        "color": VegaLite.channel("value", "quantitative", ["scale": scheme])
      ],
    ]
  }

  /// A value that all cells have gets the middle of the colors.
  private var colorEnds: ClosedRange<Double> {
    scaleEnds ?? (range.lowerBound - 1)...(range.upperBound + 1)
  }

  /// Numbers stand on the map's own colours, so they are black or white by the cell's colour;
  /// those of footers and of empty cells stand on the page and take the theme's colour.
  private var numbers: JSON {
    let middle = (colorEnds.lowerBound + colorEnds.upperBound) / 2
    let edge = signedEnd * 0.7
    let dark =
      scale == .shades
      ? "datum.value < \(middle)" : "abs(datum.value) > \(edge)"
    let inside = "!datum.footer && isValid(datum.value)"
    return [
      "mark": VegaLite.text(),
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
