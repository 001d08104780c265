package import JSONText

/// Something that a command shows; its figures are rows, too.
package protocol Picture: Sendable {
  /// What · of what · on which rows.
  var title: String { get }

  /// The picture for a terminal or a code font, at most 80 columns wide.
  var plainText: String { get }

  /// All figures of the picture as one table in long form.
  ///
  /// One row per observation, its names at the left; one named column per measure; numbers with all
  /// their digits. This is what `sql`, plots, loops and exports compute with.
  var tidy: Table { get }

  /// An HTML table; `nil` for plots, whose Vega-Lite it would hide in JupyterLab.
  var html: String? { get }

  /// A Vega-Lite v5 specification; `nil` for what is no plot.
  var vegaLite: JSON? { get }

  /// A drawing that is legible on white and on black; `nil` for what is no plot.
  var svg: SVGDocument? { get }
}

extension Picture {
  package var html: String? { nil }
  package var vegaLite: JSON? { nil }
  package var svg: SVGDocument? { nil }

  /// The Vega-Lite specification as text.
  package var specification: String? { vegaLite?.text }
}

/// Sentences that are shown as they are; their lines are their rows.
struct Prose: Picture {
  let plainText: String
  var html: String?
  var rows: Table?

  var title: String { plainText.split(separator: "\n").first.map(String.init) ?? "" }

  var tidy: Table {
    if let rows { return rows }
    return Table(
      title: title, columns: [Table.Column(key: "text", header: "text")],
      rows: plainText.split(separator: "\n").map { Table.Row([.text(String($0))]) })
  }
}
