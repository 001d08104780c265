/// Whether a cell can run as it stands, as a front-end asks before it runs what was typed.
package enum CellCompleteness: Sendable, Equatable {
  case complete
  /// A loop is open, or the last line ends with `\`; the next line starts with `indent`.
  case incomplete(indent: String)
  /// No further line can make it right.
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
