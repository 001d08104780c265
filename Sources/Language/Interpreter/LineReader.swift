/// From statements to actions: replaces variables, and gives every complaint its place in the cell.
struct LineReader {
  let source: Source

  func action(of line: Line, _ variables: [String: String]) throws(CellError) -> Action {
    try checkVariables(of: line.words, variables)
    let words = line.words.map {
      LineParser.Argument(text: $0.text(with: variables), isQuoted: $0.isQuoted)
    }
    do {
      return try LineParser.action(of: words)
    } catch {
      throw self.error(error, in: line, variables)
    }
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
