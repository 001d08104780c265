extension BarPlot {
  /// Horizontal bars in our order, the value in our format behind each; a facet a group.
  var vegaLite: JSON {
    let data = bars.map { bar -> JSON in
      let fields: [(String, JSON)] = [
        ("label", .text(bar.label)), ("value", .number(bar.value)),
        ("text", .text(format.text(bar.value))),
      ]
      return .object(fields + (bar.group.map { [("group", .text($0))] } ?? []))
    }
    let isGrouped = bars.contains { $0.group != nil }
    return VegaLite.specification(
      title: title, subtitle: subtitle, reading: reading, data: data,
      more: isGrouped ? facets : view)
  }

  private var view: [(String, JSON)] {
    let encoding: JSON = [
      "y": VegaLite.channel("label", "nominal", [("sort", nil)]),
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
      ("width", 420), ("height", ["step": 20]), ("encoding", encoding),
      ("layer", [amounts, numbers]),
    ]
  }

  /// A layered view takes no `row` channel, so the facet stands around it.
  private var facets: [(String, JSON)] {
    [
      ("facet", ["row": VegaLite.channel("group", "nominal", [("sort", nil)])]),
      ("spec", .object(view)),
      ("resolve", ["scale": ["y": "independent"]]),
    ]
  }
}
