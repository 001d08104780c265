package import JSONText

extension HeatMap {
  /// Coloured cells, each with its number where a page has room for it; footers are rows of text below.
  package var vegaLite: JSON? {
    let layout = HeatMapSteps(self)
    return VegaLite.specification(
      title: title, subtitle: subtitle,
      reading: layout.showsNumbers ? reading : readingWithFooters,
      data: layout.showsNumbers ? cellData + footerData : cellData,
      more: [
        "width": ["step": layout.width.json], "height": ["step": layout.height.json],
        "encoding": positions(layout),
        "layer": layout.showsNumbers ? [cells, numbers] : [cells],
      ])
  }

  private var cellData: [JSON] {
    rows.indices.flatMap { row in
      columns.indices.map { column in
        [
          "row": .string(rows[row]), "column": .string(fullName(ofColumn: column)),
          "value": values[row][column].json, "text": .string(format.text(values[row][column])),
        ]
      }
    }
  }

  private var footerData: [JSON] {
    footers.flatMap { footer in
      columns.indices.map { column in
        let value = footer.values[column]
        return [
          "row": .string(footer.label), "column": .string(fullName(ofColumn: column)),
          "value": value.json, "text": .string((footer.format ?? format).text(value)),
          "footer": true,
        ]
      }
    }
  }

  /// Names of columns that would touch are turned; of numbers along an axis, some are left out.
  private func positions(_ layout: HeatMapSteps) -> JSON {
    [
      "x": VegaLite.channel(
        "column", "nominal",
        [
          "sort": .null,
          "axis": [
            "orient": "top", "labelAngle": .integer(layout.angle),
            "labelOverlap": .bool(layout.leavesOutNames), "labelSeparation": 4,
          ],
        ]),
      "y": VegaLite.channel("row", "nominal", ["sort": .null]),
      "tooltip": [VegaLite.tooltip("row"), VegaLite.tooltip("column"), VegaLite.tooltip("text")],
    ]
  }

  private var cells: JSON {
    let ends = colorEnds
    let scheme: JSON =
      scale == .shades
      ? [
        "scheme": "viridis", "clamp": true,
        "domain": [ends.lowerBound.json, ends.upperBound.json],
      ]
      : [
        "scheme": "blueorange", "reverse": true, "domainMid": 0, "clamp": true,
        "domain": [ends.lowerBound.json, ends.upperBound.json],
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

/// Width and height of a cell, and how the names of columns stand: a plot is never wider than a page.
struct HeatMapSteps {
  let width: Double
  let height = 28.0
  /// Degrees by which the names of columns are turned.
  let angle: Int
  /// Whether names of columns that would touch are left out.
  let leavesOutNames: Bool
  /// Whether a cell has room for its number.
  let showsNumbers: Bool

  init(_ map: HeatMap) {
    let names = map.columns.indices.map(map.fullName(ofColumn:))
    let widest = VegaLite.width(ofLabels: names)
    let labels = VegaLite.width(ofLabels: map.rows + map.footers.map(\.label))
    let count = Double(max(1, map.columns.count))
    let straight = min(Self.most, (SVG.pageWidth - labels) / count)
    // The last names lean beyond the cells.
    let leaning = min(Self.most, (SVG.pageWidth - labels - 0.9 * widest) / count)
    let (available, angle) =
      if widest <= straight || map.columnAxis.numbers != nil {
        (straight, 0)
      } else if leaning >= Self.leastLeaning {
        (leaning, -30)
      } else {
        (straight, -90)
      }
    self.angle = angle
    width = max(0.1, (available * 10).rounded(.down) / 10)
    leavesOutNames = map.columnAxis.numbers != nil || width < 12
    let footers = map.footers.flatMap { footer in
      footer.values.map((footer.format ?? map.format).text)
    }
    let numbers = map.values.joined().map(map.format.text) + footers
    showsNumbers = (numbers.map(\.displayWidth).max() ?? 0) <= Int((width - 4) / VegaLite.letter)
  }

  private static let (most, leastLeaning) = (52.0, 24.0)
}
