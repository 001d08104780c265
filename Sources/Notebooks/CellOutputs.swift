import Display
import JSONText

/// The outputs of a cell, as a notebook records them or as they are made anew.
struct CellOutputs: Sendable {
  /// A table, a plot or a text that was displayed.
  struct Shown: Sendable {
    var text: String
    /// All other forms by MIME type: HTML, SVG and Vega-Lite, and what a front-end or a person added.
    var drawings: [String: JSON]
    /// The record of its values; nil in notebooks of earlier versions.
    var record: FigureRecord?
    /// All its values; of recorded outputs there are none.
    var rows = Table(title: "", columns: [], rows: [])
    /// True for the line of a training, which prints none of its values.
    var isLine = false
  }

  /// The error that ended the cell.
  struct Failure: Sendable, Equatable {
    var name: String
    var sentence: String
    /// The lines that front-ends show.
    var text: String
  }

  var shown: [Shown] = []
  var printed = ""
  var warned = ""
  var failure: Failure?
  /// What the kernel noted of the cell itself; nil in notebooks of earlier versions.
  var facts: CellFacts?

  var isEmpty: Bool { shown.isEmpty && printed.isEmpty && warned.isEmpty && failure == nil }

  init() {}

  /// Reads the list of outputs of a cell; nil if it is none.
  init?(_ outputs: JSON) {
    guard let outputs = outputs.array else { return nil }
    for output in outputs {
      switch output["output_type"]?.string {
      case "stream":
        let text = output["text"]?.joinedText ?? ""
        if output["name"]?.string == "stderr" { warned += text } else { printed += text }
      case "display_data", "execute_result":
        let own = output["metadata"]?[CellRecorder.key]
        let types = output["data"]?.object?.keys.sorted() ?? []
        if own?[CellRecorder.passing] == true, types == [Shown.plainType] { continue }
        shown.append(Shown(output["data"] ?? [:], own))
        facts = facts ?? own.flatMap { CellFacts($0) }
      case "error":
        failure = Failure(
          name: output["ename"]?.string ?? "", sentence: output["evalue"]?.string ?? "",
          text: (output["traceback"]?.array ?? []).compactMap(\.string).joined(separator: "\n"))
      default: return nil
      }
    }
  }
}

extension CellOutputs.Shown {
  fileprivate init(_ data: JSON, _ own: JSON?) {
    let printed = data[Self.plainType]?.joinedText ?? ""
    // Earlier versions left out the end of the last line.
    text = printed.hasSuffix("\n") ? String(printed.dropLast()) : printed
    drawings = (data.object ?? [:]).mapValues { form in form.joinedText.map(JSON.string) ?? form }
    drawings[Self.plainType] = nil
    record = own?["bits"]?.string.flatMap { FigureRecord($0) }
  }

  fileprivate static let plainType = "text/plain"
  private static let pictureType = "image/png"
  private static let plotType = "application/vnd.vegalite.v5+json"

  /// True if JupyterLab added a picture, which it draws from the Vega-Lite of a plot.
  var hasOuterPicture: Bool { drawings[Self.plotType] != nil && drawings[Self.pictureType] != nil }

  /// The forms to compare: a picture that JupyterLab drew depends on the browser.
  var comparable: [String: JSON] {
    hasOuterPicture ? drawings.filter { $0.key != Self.pictureType } : drawings
  }

  /// A figure that is shown now.
  init(_ figure: Figure) {
    let rows = figure.tidy
    let forms = Dictionary(figure.bundle.map { ($0.mime, $0.data) }) { first, _ in first }
    text = forms[Self.plainType]?.string ?? ""
    drawings = forms.filter { $0.key != Self.plainType }
    record = FigureRecord(of: rows)
    self.rows = rows
    if case .line = figure { isLine = true }
  }
}
