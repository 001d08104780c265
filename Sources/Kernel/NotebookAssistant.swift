import JSONText
import Jupyter
import Language

/// Answers requests of a front-end with the assistant of the language.
struct NotebookAssistant: Assistant {
  private let cells: CellAssistant

  init(_ cells: CellAssistant) { self.cells = cells }

  func makeWay() { cells.makeWay() }

  func complete(_ code: String, at cursor: Int) -> Completions {
    let completion = cells.complete(code, at: cursor)
    return Completions(
      matches: completion.matches.map { ($0.text, $0.type) }, start: completion.start,
      end: completion.end)
  }

  func inspect(_ code: String, at cursor: Int, detail: Int) -> MimeBundle? {
    cells.inspect(code, at: cursor, detail: detail).map {
      [("text/plain", .string($0.plain)), ("text/markdown", .string($0.markdown))]
    }
  }

  func completeness(of code: String) -> Completeness {
    switch cells.completeness(code) {
    case .complete: .complete
    case .incomplete(let indent): .incomplete(indent: indent)
    case .invalid: .invalid
    }
  }
}
