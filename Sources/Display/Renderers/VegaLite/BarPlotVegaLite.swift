package import JSONText
import Numbers

extension BarPlot {
  /// Horizontal bars in our order, the value in our format behind each; a facet a group.
  package var vegaLite: JSON? {
    let data = bars.map { bar -> JSON in
      var fields: [String: JSON] = [
        "label": .string(bar.label), "value": bar.value.json,
        "text": .string(text(of: bar)),
      ]
      fields["group"] = bar.group.map(JSON.string)
      return .object(fields)
    }
    let isGrouped = bars.contains { $0.group != nil }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: isGrouped ? facets : view)
  }

  private var view: [String: JSON] {
    let encoding: JSON = [
      "y": VegaLite.channel("label", "nominal", ["sort": .null]),
      "tooltip": [VegaLite.tooltip("label"), VegaLite.tooltip("text")],
    ]
    let amounts: JSON = [
      "mark": "bar",
      "encoding": [
        "x": VegaLite.channel("value", "quantitative", xScale), "x2": ["datum": start.json],
      ],
    ]
    // The number of a bar below zero stands at the zero, beside the bar.
    let numbers: JSON = [
      "transform": [["calculate": .string("max(\(start.json.text), datum.value)"), "as": "end"]],
      "mark": VegaLite.text(["align": "left", "dx": 4]),
      "encoding": [
        "x": VegaLite.channel("end", "quantitative", xScale),
        "text": ["field": "text", "type": "nominal"],
      ],
    ]
    return [
      "width": width.json, "height": ["step": 20], "encoding": encoding,
      "layer": [amounts, numbers],
    ]
  }

  /// Pixels for the bars, beside labels, names of groups, and the number of the longest bar.
  private var width: Double {
    let numbers = VegaLite.letter * Double(bars.map { text(of: $0).displayWidth }.max() ?? 0)
    return min(420, SVG.pageWidth - VegaLite.width(ofLabels: bars.map(\.label)) - numbers - 24)
  }

  /// From where bars start, if that is not 0.
  private var xScale: [String: JSON] {
    var channel: [String: JSON] =
      start == 0 ? [:] : ["scale": ["zero": false, "domainMin": start.json]]
    if case .percent = format { channel["axis"] = ["format": ".0%"] }
    return channel
  }

  /// A layered view takes no `row` channel, so the facet stands around it.
  private var facets: [String: JSON] {
    let groups = bars.compactMap(\.group).uniqued().map(JSON.string)
    return [
      "facet": ["row": VegaLite.channel("group", "nominal", ["sort": .array(groups)])],
      "spec": .object(view), "resolve": ["scale": ["y": "independent"]],
    ]
  }
}
