import Options

/// Turns statements into actions: replaces variables, and locates every complaint in the cell.
///
/// A line is parsed once, when the cell is checked, and the same action runs. A line in a loop is
/// parsed once if it has no variables, else once per iteration.
final class LineReader {
  /// Maximum number of remembered actions of lines with variables; others are parsed when they run.
  private static let mostKept = 1_000

  /// The start of a line, and its words if they contain variables.
  private struct LineKey: Hashable {
    let start: Int
    let words: [OptionWord]
  }

  let source: Source
  /// Number of lines parsed; each takes about a millisecond.
  private(set) var readCount = 0
  private var actions: [LineKey: Action] = [:]

  init(source: Source) { self.source = source }

  /// The action of a line with these variables.
  func action(of line: Line, _ variables: Variables) throws(CellError) -> Action {
    try checkVariables(of: line.words, variables)
    let isFixed = line.words.allSatisfy(\.isFixed)
    let words = line.words(with: variables)
    if let target = line.target,
      let complaint = Habits.complaint(aboutTarget: target.text(with: variables), words)
    {
      throw error(complaint, at: target.range.lowerBound..<line.range.upperBound)
    }
    let key = LineKey(start: line.range.lowerBound, words: isFixed ? [] : words)
    if let known = actions[key] { return known }
    let action: Action
    do {
      action =
        try line.target == nil
        ? LineParser.action(of: words) : LineParser.assignment(of: words)
    } catch {
      throw self.error(error, in: line, variables)
    }
    if case .keep(let words) = action { try checkValue(words, of: line, variables) }
    readCount += 1
    if isFixed || actions.count < Self.mostKept { actions[key] = action }
    return action
  }

  /// The name under which a statement keeps its value.
  func target(_ word: Word?, _ variables: Variables) throws(CellError) -> String? {
    guard let word else { return nil }
    try checkVariables(of: [word], variables)
    let name = word.text(with: variables)
    if CommandList.verbs.contains(name) || name == "for" || name == "in" {
      throw error(
        Complaint(.usage, "'\(name)' is a reserved word.", wayOut: "Choose another name."),
        at: word.range)
    }
    guard Name.isValid(name) else {
      throw error(
        Complaint(.usage, "'\(name)' is not a valid name.", wayOut: Name.rule), at: word.range)
    }
    return name
  }

  func values(of loop: Loop, _ variables: Variables) throws(CellError) -> [OptionWord] {
    try checkVariables(of: loop.values, variables)
    let words = loop.values.flatMap { $0.words(with: variables) }
    if let values = LoopValues.expanded(words) { return values }
    throw error(
      Complaint(.usage, "A loop can have at most \(LoopValues.maximumCount) iterations."),
      at: loop.range)
  }

  private func checkVariables(of words: [Word], _ variables: Variables) throws(CellError) {
    for word in words {
      guard let name = word.unknownVariable(in: variables) else { continue }
      let question = Suggestion.question(for: name, among: variables.names)
      throw error(
        Complaint(
          .name, "There is no variable '$\(name)'.\(question)",
          wayOut:
            "`\(name) = VALUE` or a loop defines it; in single quotes, `$` is a plain character."),
        at: word.range)
    }
  }

  /// Limits of a variable, since `x = $x $x` in a loop grows fast.
  private static let mostWords = 10_000
  private static let mostBytes = 1 << 20

  private func checkValue(
    _ words: [OptionWord], of line: Line, _ variables: Variables
  ) throws(CellError) {
    if let target = line.target, !Name.isVariable(target.text(with: variables)) {
      let name = target.text(with: variables)
      throw error(
        Complaint(
          .usage, "'\(name)' is not a valid name for a variable.", wayOut: Name.variableRule),
        at: target.range)
    }
    let bytes = words.reduce(0) { $0 + $1.text.utf8.count }
    guard words.count <= Self.mostWords, bytes <= Self.mostBytes else {
      throw error(
        Complaint(.usage, "A variable can hold at most 10,000 words and 1 MiB of text."),
        at: line.range)
    }
  }

  /// The complaint with its word underlined, or the part of a quoted word, or else the whole line.
  func error(_ complaint: Complaint, in line: Line, _ variables: Variables) -> CellError {
    let isMeant = { (word: Word) in
      word.words(with: variables).contains { $0.text == complaint.about }
    }
    let word = line.words.dropFirst().first(where: isMeant) ?? line.words.first(where: isMeant)
    let part = complaint.about.flatMap { about in
      line.words.lazy.filter(\.isQuoted).compactMap { self.source.range(of: about, in: $0.range) }
        .first
    }
    return error(complaint, at: word?.range ?? part ?? line.range)
  }

  func error(_ complaint: Complaint, at range: Range<Int>) -> CellError {
    CellError(complaint.kind, at: range, of: source, complaint.sentence, complaint.wayOut)
  }
}
