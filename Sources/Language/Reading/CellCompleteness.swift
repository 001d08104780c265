/// The completeness of a cell, which front-ends ask for before they run it.
package enum CellCompleteness: Sendable, Equatable {
  case complete
  /// A loop is open or the last line ends with `\`; the next line starts with `indent`.
  case incomplete(indent: String)
  /// No further line can make it valid.
  case invalid

  init(of code: String) {
    do {
      _ = try CellParser.statements(of: Source(code))
      self = .complete
    } catch {
      guard let open = error.openLoops else {
        self = .invalid
        return
      }
      self = .incomplete(indent: String(repeating: "  ", count: max(open, 1)))
    }
  }
}
