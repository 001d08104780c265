import Options

extension Loop {
  /// The loop as it can be typed again, with the values of all variables but those that it sets.
  ///
  /// Lines that neither make nor change a value are left out, except for the last.
  func recipe(with variables: Variables, keeping kept: Set<String> = []) -> String {
    let own = kept.union([variable]).union(body.compactMap { $0.line?.target?.bare })
    let values = values.map { $0.recipe(with: variables, keeping: kept) }.joined(separator: " ")
    let lines = body.enumerated().compactMap { index, statement -> String? in
      switch statement {
      case .loop(let loop):
        let target = loop.target.map { $0.recipe(with: variables, keeping: own) + " = " } ?? ""
        return target + loop.recipe(with: variables, keeping: own)
      case .line(let line):
        let isLast = index == body.count - 1
        if line.target == nil, line.words.first?.bare != Train.name, !isLast { return nil }
        return line.recipe(with: variables, keeping: own)
      }
    }
    let indented = lines.map { "  " + $0.replacing("\n", with: "\n  ") + "\n" }.joined()
    return "for \(variable) in \(values) {\n\(indented)}"
  }
}

extension Statement {
  fileprivate var line: Line? {
    if case .line(let line) = self { line } else { nil }
  }
}

extension Line {
  fileprivate func recipe(with variables: Variables, keeping kept: Set<String>) -> String {
    let target = target.map { $0.recipe(with: variables, keeping: kept) + " = " } ?? ""
    return target
      + words.map { $0.recipe(with: variables, keeping: kept) }.joined(separator: " ")
  }
}

extension Word {
  /// The word as it can be typed again, where some variables keep their names.
  fileprivate func recipe(with variables: Variables, keeping kept: Set<String>) -> String {
    let isKept = pieces.contains {
      if case .variable(let name) = $0 { kept.contains(name) } else { false }
    }
    if !isKept { return words(with: variables).map(\.typed).joined(separator: " ") }
    let text = pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .variable(let name): kept.contains(name) ? "$\(name)" : variables.text(of: name)
      }
    }.joined()
    return isQuoted || text.contains(" ") ? "\"\(text)\"" : text
  }
}
