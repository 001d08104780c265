import Display
import JSONText

/// The outputs of a cell, as a notebook records them or as they are made anew.
struct CellOutputs: Sendable {
  /// A table, a plot or a text that was displayed.
  struct Shown: Sendable {
    var text: String
    /// HTML and SVG; JSON is compared by its record, since front-ends write it in their own way.
    var drawings: [String: String]
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
        if own?[CellRecorder.passing] == true { continue }
        shown.append(Shown(output["data"] ?? [:], own))
        facts = facts ?? own.flatMap { CellFacts($0) }
      case "error":
        failure = Failure(
          name: output["ename"]?.string ?? "", sentence: output["evalue"]?.string ?? "")
      default: return nil
      }
    }
  }
}

extension CellOutputs.Shown {
  fileprivate init(_ data: JSON, _ own: JSON?) {
    text = data["text/plain"]?.joinedText ?? ""
    drawings = Self.drawingTypes.reduce(into: [:]) { $0[$1] = data[$1]?.joinedText }
    record = own?["bits"]?.string.flatMap { FigureRecord($0) }
  }

  private static let drawingTypes = ["text/html", "image/svg+xml"]

  /// A figure that is shown now.
  init(_ figure: Figure) {
    let rows = figure.tidy
    text = figure.plainText
    drawings = ["text/html": figure.html, "image/svg+xml": figure.svg].compactMapValues { $0 }
    record = FigureRecord(of: rows)
    self.rows = rows
    if case .line = figure { isLine = true }
  }
}
