import JSONText

/// What every Vega-Lite v5 specification of ours has in common.
///
/// Colours of text and background are left out, so that JupyterLab's theme can set them.
enum VegaLite {
  static func specification(
    title: String, subtitle: String?, reading: String?, data: [JSON], more: [String: JSON]
  ) -> JSON {
    let description = [title, subtitle, reading].compactMap { $0 }.map(sentence).joined(
      separator: " ")
    var heading: [String: JSON] = ["text": lines(title), "anchor": "start"]
    heading["subtitle"] = subtitle.map(lines)
    return JSON.object(more).adding([
      "$schema": .string(schema),
      "description": .string(description), "title": .object(heading),
      "data": ["values": .array(data)],
      // Beside the plot, it would be cut off in print.
      "config": ["legend": ["orient": "top"]],
    ])
  }

  /// Several specifications as one, below each other.
  static func stacked(_ plots: [JSON]) -> JSON {
    ["$schema": .string(schema), "vconcat": .array(plots)]
  }

  /// Pixels of a letter, roughly.
  static let letter = 6.0

  /// Pixels that labels beside an axis take, which Vega cuts at 180, with the axis itself.
  static func width(ofLabels labels: [String]) -> Double {
    min(180, letter * Double(labels.map(\.displayWidth).max() ?? 0)) + 8
  }

  private static let schema = "https://vega.github.io/schema/vega-lite/v5.json"

  /// The text with a full stop, unless it ends in one.
  private static func sentence(_ text: String) -> String {
    text.hasSuffix(".") ? text : text + "."
  }

  /// A long text as a list of lines, since Vega-Lite breaks none.
  private static func lines(_ text: String) -> JSON {
    .array(text.wrapped(to: 72).map(JSON.string))
  }

  /// A channel that shows a field, with an axis or legend title and more properties.
  static func channel(
    _ field: String, _ type: String, title: String? = nil, _ more: [String: JSON] = [:]
  ) -> JSON {
    JSON.object(more).adding([
      "field": .string(field), "type": .string(type), "title": title.map(JSON.string) ?? .null,
    ])
  }

  /// Texts on the page, which a dark theme colors; those of marks are black unless told otherwise.
  static func text(_ more: [String: JSON] = [:]) -> JSON {
    let color: JSON = ["expr": "luminance(background || 'white') < 0.5 ? 'white' : 'black'"]
    return JSON.object(more).adding(["type": "text", "color": color])
  }

  /// A field that a tooltip shows.
  static func tooltip(_ field: String, _ type: String = "nominal") -> JSON {
    let name: JSON = ["field": .string(field), "type": .string(type)]
    return type == "quantitative" ? name.adding(["format": ".4~g"]) : name
  }
}
