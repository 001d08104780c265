package import JSONText

/// What a command shows: a value that every renderer can draw.
package enum Figure: Sendable {
  case table(Table)
  case heatMap(HeatMap)
  case linePlot(LinePlot)
  case barPlot(BarPlot)
  case diagram(Diagram)
  case text(String)
  /// Text with its own HTML, such as a page of help.
  case page(plainText: String, html: String)
  /// A line that says what was done, and the figures that it led to, as rows that are not shown.
  case line(String, rows: Table)

  /// What the figure shows, whatever kind it is of.
  package var picture: any Picture {
    switch self {
    case .table(let table): table
    case .heatMap(let map): map
    case .linePlot(let plot): plot
    case .barPlot(let plot): plot
    case .diagram(let diagram): diagram
    case .text(let text): Prose(plainText: text)
    case .page(let text, let html): Prose(plainText: text, html: html)
    case .line(let text, let rows): Prose(plainText: text, rows: rows)
    }
  }

  /// The figure for a terminal or a code font, at most 80 columns wide.
  package var plainText: String { picture.plainText }

  /// The first line of `plainText`, without drawing the rest.
  package var firstLine: String { TextPage.firstLine(of: picture.title) }

  /// All figures as one table in long form.
  package var tidy: Table { picture.tidy }

  /// The record of all its values, which a notebook keeps beside what is shown.
  package var record: FigureRecord { FigureRecord(of: tidy) }

  /// An HTML table; `nil` for plots, whose Vega-Lite it would hide in JupyterLab.
  package var html: String? { picture.html }

  /// A Vega-Lite v5 specification as JSON; `nil` for what is no plot.
  package var vegaLite: String? { picture.specification }

  /// An SVG document that is legible on white and on black; `nil` for what is no plot.
  package var svg: String? { picture.svg?.text }

  /// Every form of the figure with its MIME type, `text/plain` first; texts are JSON strings.
  ///
  /// A table has HTML, a plot Vega-Lite and SVG, and none has both: JupyterLab prefers HTML to
  /// Vega-Lite, and shows SVG only where it knows no Vega-Lite.
  package var bundle: [(mime: String, data: JSON)] {
    let picture = self.picture
    let forms: [(mime: String, data: JSON?)] = [
      ("text/plain", .string(picture.plainText)),
      ("text/html", picture.html.map(JSON.string)),
      ("application/vnd.vegalite.v5+json", picture.vegaLite),
      ("image/svg+xml", picture.svg.map { JSON.string($0.text) }),
    ]
    return forms.compactMap { form in form.data.map { (form.mime, $0) } }
  }
}
