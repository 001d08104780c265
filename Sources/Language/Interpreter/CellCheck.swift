import Options
import System

/// Checks a whole cell against the session before any line runs.
///
/// Parses every line, and loops for every value. The names in a line must exist or be made by an
/// earlier line. A typing error in the ninth line is thus found before the first line trains.
struct CellCheck {
  /// Number of lines and loop iterations checked in advance; the rest are checked when they run.
  static let budget = 1_000

  private let reader: LineReader
  private let interrupt: Interrupt
  private var names: NameTable
  /// The variables set so far, without those of loops.
  private var kept: Variables
  private var remaining = Self.budget

  init(
    _ reader: LineReader, names: NameTable, variables: Variables = Variables(),
    _ interrupt: Interrupt
  ) {
    self.reader = reader
    self.names = names
    kept = variables
    self.interrupt = interrupt
  }

  mutating func check(_ statements: [Statement], _ loops: Variables = Variables())
    throws(CellError)
  {
    for statement in statements {
      guard remaining > 0 else { return }
      switch statement {
      case .line(let line): try check(line, loops)
      case .loop(let loop): try check(loop, loops)
      }
    }
  }

  private mutating func check(_ line: Line, _ loops: Variables) throws(CellError) {
    remaining -= 1
    let variables = kept.within(loops)
    do { try interrupt.check() } catch {
      throw reader.error(Complaint(error), in: line, variables)
    }
    if let complaint = nameAsCommand(line, variables) ?? nameAsVariable(line, variables) {
      throw reader.error(complaint, in: line, variables)
    }
    switch try reader.action(of: line, variables) {
    case .run(let command, let name): try check(command, named: name, line, variables)
    case .keep(let words):
      guard let target = try reader.target(line.target, variables) else { return }
      keep(target, .variable, words)
    case .explain: return
    }
  }

  private mutating func check(
    _ command: any Command, named name: String, _ line: Line, _ variables: Variables
  ) throws(CellError) {
    for used in UsedNames.of(command) {
      let accepted = type(of: used).accepted
      if let complaint = names.complaint(about: used.text, accepting: accepted, in: name) {
        throw reader.error(complaint, in: line, variables)
      }
    }
    if let drop = command as? Drop { drop.names.forEach { keep($0.text, nil) } }
    guard let target = try reader.target(line.target, variables) else { return }
    guard let kind = type(of: command).makes else {
      let complaint = Complaint(
        .usage, "`\(name)` has no result to keep.", wayOut: "Remove `\(target) =`.")
      throw reader.error(complaint, in: line, variables)
    }
    keep(target, kind)
  }

  /// Records the kind and value of a name from here on; `nil` for none.
  private mutating func keep(_ name: String, _ kind: ValueKind?, _ words: [OptionWord]? = nil) {
    names[name] = kind
    kept[name] = words
  }

  /// The complaint about a line that starts with a name, as in other languages.
  private func nameAsCommand(_ line: Line, _ variables: Variables) -> Complaint? {
    guard line.target == nil, let name = line.words.first?.text(with: variables),
      let kind = names[name]
    else { return nil }
    return Complaint(
      .usage, "'\(name)' is \(kind.phrase), not a command.", wayOut: "`show \(name)` shows it.",
      about: name)
  }

  /// The complaint about a `$name` that is not a variable.
  private func nameAsVariable(_ line: Line, _ variables: Variables) -> Complaint? {
    for word in line.words {
      guard let name = word.unknownVariable(in: variables), let kind = names[name] else { continue }
      return Complaint(
        .name, "'\(name)' is \(kind.phrase), not a variable.", wayOut: "Type \(name) without `$`.",
        about: word.text(with: variables))
    }
    return nil
  }

  private mutating func check(_ loop: Loop, _ loops: Variables) throws(CellError) {
    var inner = loops
    for value in try reader.values(of: loop, kept.within(loops)) {
      guard remaining > 0 else { return }
      remaining -= 1
      inner[loop.variable] = [value]
      do {
        try check(loop.body, inner)
      } catch {
        throw error.inRound(of: loop, value.text)
      }
    }
    let variables = kept.within(inner)
    guard let target = try reader.target(loop.target, variables) else { return }
    guard try givesTable(loop, variables) else {
      throw reader.error(
        Complaint(
          .usage, "This loop has no rows to keep: its last line shows nothing.",
          wayOut: "End it with a line that shows something, such as `compare a b` or `gates m`."),
        at: loop.range)
    }
    keep(target, .table)
  }

  /// True if the last line of the loop, or of a loop at its end, shows something that has rows.
  private func givesTable(
    _ loop: Loop, _ variables: Variables
  ) throws(CellError) -> Bool {
    switch loop.body.last {
    case .loop(let inner):
      guard inner.target == nil else { return false }
      var variables = variables
      variables[inner.variable] = try reader.values(of: inner, variables).first.map { [$0] }
      return try givesTable(inner, variables)
    case .line(let line):
      guard case .run(let command, _) = try reader.action(of: line, variables) else { return false }
      return [.table, .plot].contains(type(of: command).makes) && line.target == nil
    case nil: return false
    }
  }
}
