import Options

/// From statements to actions: replaces variables, and gives every complaint its place in the cell.
///
/// A line is read once: what it was read as while the cell was checked is what runs. So a loop's line
/// that says the same in every round is read once, one with variables once per round.
final class LineReader {
  /// Lines with variables whose actions are remembered; of the rest each is read when it runs.
  private static let mostKept = 1_000

  /// Where a line starts, and its words if they can change from round to round.
  private struct LineKey: Hashable {
    let start: Int
    let texts: [String]
  }

  let source: Source
  /// How many lines were read; reading one takes a millisecond.
  private(set) var readCount = 0
  private var actions: [LineKey: Action] = [:]

  init(source: Source) { self.source = source }

  /// The action that a line asks for with these variables.
  func action(of line: Line, _ variables: [String: String]) throws(CellError) -> Action {
    try checkVariables(of: line.words, variables)
    let isFixed = line.words.allSatisfy(\.isFixed)
    let texts = line.words.map { $0.text(with: variables) }
    let key = LineKey(start: line.place.lowerBound, texts: isFixed ? [] : texts)
    if let known = actions[key] { return known }
    let words = zip(line.words, texts).map { word, text in
      OptionWord(text, isQuoted: word.isQuoted)
    }
    let action: Action
    do {
      action = try LineParser.action(of: words)
    } catch {
      throw self.error(error, in: line, variables)
    }
    readCount += 1
    if isFixed || actions.count < Self.mostKept { actions[key] = action }
    return action
  }

  /// The name that a statement keeps its value under.
  func target(_ word: Word?, _ variables: [String: String]) throws(CellError) -> String? {
    guard let word else { return nil }
    try checkVariables(of: [word], variables)
    let name = word.text(with: variables)
    if CommandList.verbs.contains(name) || name == "for" || name == "in" {
      throw error(
        Complaint(.usage, "'\(name)' is a word of the language.", wayOut: "Choose another name."),
        at: word.place)
    }
    guard Name.isValid(name) else {
      throw error(Complaint(.usage, "'\(name)' is no name.", wayOut: Name.rule), at: word.place)
    }
    return name
  }

  func values(of loop: Loop, _ variables: [String: String]) throws(CellError) -> [String] {
    try checkVariables(of: loop.values, variables)
    let words = loop.values.map { ($0.text(with: variables), $0.isQuoted) }
    if let values = LoopValues.expanded(words) { return values }
    throw error(
      Complaint(.usage, "A loop has at most \(LoopValues.maximumCount) rounds."), at: loop.place)
  }

  private func checkVariables(of words: [Word], _ variables: [String: String]) throws(CellError) {
    for word in words {
      guard let name = word.unknownVariable(in: variables) else { continue }
      let question = Suggestion.question(for: name, among: variables.keys.sorted())
      throw error(
        Complaint(
          .name, "There is no loop variable '$\(name)' here.\(question)",
          wayOut: "`for \(name) in … { … }` makes it; between single quotes `$` is a plain letter."),
        at: word.place)
    }
  }

  /// The complaint, underlining the word it is about, or else the whole line.
  func error(_ complaint: Complaint, in line: Line, _ variables: [String: String]) -> CellError {
    let word =
      line.words.dropFirst().first { $0.text(with: variables) == complaint.about }
      ?? line.words.first { $0.text(with: variables) == complaint.about }
    return error(complaint, at: word?.place ?? line.place)
  }

  func error(_ complaint: Complaint, at place: Range<Int>) -> CellError {
    CellError(complaint.kind, at: place, of: source, complaint.sentence, complaint.wayOut)
  }
}
