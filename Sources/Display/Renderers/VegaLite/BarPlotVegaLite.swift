import JSONText

extension BarPlot {
  /// Horizontal bars in our order, the value in our format behind each; a facet a group.
  var vegaLite: JSON {
    let data = bars.map { bar -> JSON in
      var fields: [String: JSON] = [
        "label": .string(bar.label), "value": bar.value.json,
        "text": .string(format.text(bar.value)),
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
      "mark": "bar", "encoding": ["x": VegaLite.channel("value", "quantitative")],
    ]
    // The number of a bar below zero stands at the zero, beside the bar.
    let numbers: JSON = [
      "transform": [["calculate": "max(0, datum.value)", "as": "end"]],
      "mark": ["type": "text", "align": "left", "dx": 4],
      "encoding": [
        "x": VegaLite.channel("end", "quantitative"),
        "text": ["field": "text", "type": "nominal"],
      ],
    ]
    return [
      "width": 420, "height": ["step": 20], "encoding": encoding, "layer": [amounts, numbers],
    ]
  }

  /// A layered view takes no `row` channel, so the facet stands around it.
  private var facets: [String: JSON] {
    [
      "facet": ["row": VegaLite.channel("group", "nominal", ["sort": .null])],
      "spec": .object(view), "resolve": ["scale": ["y": "independent"]],
    ]
  }
}
