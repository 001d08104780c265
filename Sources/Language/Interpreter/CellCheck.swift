import System

/// Reads a whole cell against the session, before anything of it runs.
///
/// Every line is parsed, loops in every round, and the names it uses must be there or be made by
/// a line before it. So a typing error in the ninth line is told before the first trains.
struct CellCheck {
  /// Lines and rounds of loops that are checked beforehand; the rest are checked when they run.
  static let budget = 1_000

  private let reader: LineReader
  private let interrupt: Interrupt
  private var names: NameTable
  private var remaining = Self.budget

  init(_ reader: LineReader, names: NameTable, _ interrupt: Interrupt) {
    self.reader = reader
    self.names = names
    self.interrupt = interrupt
  }

  mutating func check(_ statements: [Statement], _ variables: [String: String] = [:])
    throws(CellError)
  {
    for statement in statements {
      guard remaining > 0 else { return }
      switch statement {
      case .line(let line): try check(line, variables)
      case .loop(let loop): try check(loop, variables)
      }
    }
  }

  private mutating func check(_ line: Line, _ variables: [String: String]) throws(CellError) {
    remaining -= 1
    do { try interrupt.check() } catch {
      throw reader.error(Complaint(error), in: line, variables)
    }
    if let complaint = nameAsCommand(line, variables) {
      throw reader.error(complaint, in: line, variables)
    }
    guard case .run(let command, let name) = try reader.action(of: line, variables) else { return }
    for used in UsedNames.of(command) {
      let accepted = type(of: used).accepted
      if let complaint = names.complaint(about: used.text, accepting: accepted, in: name) {
        throw reader.error(complaint, in: line, variables)
      }
    }
    if let drop = command as? Drop { drop.names.forEach { names[$0.text] = nil } }
    guard let target = try reader.target(line.target, variables) else { return }
    guard let kind = type(of: command).makes else {
      let complaint = Complaint(
        .usage, "`\(name)` gives nothing to keep.", wayOut: "Leave `\(target) =` away.")
      throw reader.error(complaint, in: line, variables)
    }
    names[target] = kind
  }

  /// What to say where a line starts with a name, as it would in other languages.
  private func nameAsCommand(_ line: Line, _ variables: [String: String]) -> Complaint? {
    guard let name = line.words.first?.text(with: variables), let kind = names[name] else {
      return nil
    }
    return Complaint(
      .usage, "'\(name)' is \(kind.phrase), not a command.", wayOut: "`show \(name)` shows it.",
      about: name)
  }

  private mutating func check(_ loop: Loop, _ variables: [String: String]) throws(CellError) {
    var variables = variables
    for value in try reader.values(of: loop, variables) {
      guard remaining > 0 else { return }
      remaining -= 1
      variables[loop.variable] = value
      do {
        try check(loop.body, variables)
      } catch {
        throw error.inRound(of: loop, value)
      }
    }
    guard let target = try reader.target(loop.target, variables) else { return }
    guard try givesTable(loop, variables) else {
      throw reader.error(
        Complaint(
          .usage, "This loop gives no table to keep: its last line shows none.",
          wayOut: "A last line such as `compare a b` or `show d` gives rows."),
        at: loop.place)
    }
    names[target] = .table
  }

  /// Whether the last line of the loop, or of the loop that ends it, shows a table.
  private func givesTable(
    _ loop: Loop, _ variables: [String: String]
  ) throws(CellError) -> Bool {
    switch loop.body.last {
    case .loop(let inner):
      guard inner.target == nil else { return false }
      var variables = variables
      variables[inner.variable] = try reader.values(of: inner, variables).first
      return try givesTable(inner, variables)
    case .line(let line):
      guard case .run(let command, _) = try reader.action(of: line, variables) else { return false }
      return type(of: command).makes == .table && line.target == nil
    case nil: return false
    }
  }
}
