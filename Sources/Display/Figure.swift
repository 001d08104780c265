package import JSONText

/// What a command shows: a value that every renderer can draw.
package enum Figure: Sendable {
  case table(Table)
  case heatMap(HeatMap)
  case linePlot(LinePlot)
  case barPlot(BarPlot)
  case text(String)

  /// The figure for a terminal or a code font, at most 80 columns wide.
  package var plainText: String {
    switch self {
    case .table(let table): table.plainText
    case .heatMap(let map): map.plainText
    case .linePlot(let plot): plot.plainText
    case .barPlot(let plot): plot.plainText
    case .text(let text): text
    }
  }

  /// The first line of `plainText`, without drawing the rest.
  package var firstLine: String {
    switch self {
    case .table(let table): TextPage.firstLine(of: table.title)
    case .heatMap(let map): TextPage.firstLine(of: map.title)
    case .linePlot(let plot): TextPage.firstLine(of: plot.title)
    case .barPlot(let plot): TextPage.firstLine(of: plot.title)
    case .text(let text): text.split(separator: "\n").first.map(String.init) ?? ""
    }
  }

  /// An HTML table; `nil` for plots, whose Vega-Lite it would hide in JupyterLab.
  package var html: String? {
    if case .table(let table) = self { table.html } else { nil }
  }

  /// A Vega-Lite v5 specification as JSON; `nil` for what is no plot.
  package var vegaLite: String? { specification?.text }

  private var specification: JSON? {
    switch self {
    case .heatMap(let map): map.vegaLite
    case .linePlot(let plot): plot.vegaLite
    case .barPlot(let plot): plot.vegaLite
    case .table, .text: nil
    }
  }

  /// An SVG document that is legible on white and on black; `nil` for what is no plot.
  package var svg: String? {
    switch self {
    case .heatMap(let map): map.svg
    case .linePlot(let plot): plot.svg
    case .barPlot(let plot): plot.svg
    case .table, .text: nil
    }
  }

  /// Every form of the figure with its MIME type, `text/plain` first; texts are JSON strings.
  ///
  /// A table has HTML, a plot Vega-Lite and SVG, and none has both: JupyterLab prefers HTML to
  /// Vega-Lite, and shows SVG only where it knows no Vega-Lite.
  package var bundle: [(mime: String, data: JSON)] {
    let forms: [(mime: String, data: JSON?)] = [
      ("text/plain", .string(plainText)),
      ("text/html", html.map(JSON.string)),
      ("application/vnd.vegalite.v5+json", specification),
      ("image/svg+xml", svg.map(JSON.string)),
    ]
    return forms.compactMap { form in form.data.map { (form.mime, $0) } }
  }
}
