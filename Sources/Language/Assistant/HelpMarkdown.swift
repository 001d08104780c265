import Options

/// Help pages as Markdown, with the same content as those of `Help`.
enum HelpMarkdown {
  /// Name and summary, then the sections.
  static func page(of page: CommandPage) -> String {
    heading(page.name, page.summary) + "\n\n" + sections(of: page)
  }

  /// Usage, lists of arguments and options, paper, examples.
  static func sections(of page: CommandPage) -> String {
    var sections = [code(Help.usage(of: page))]
    if !page.discussion.isEmpty { sections.append(escaped(page.discussion)) }
    for (title, parameters) in [("Arguments", page.positionals), ("Options", page.options)]
    where !parameters.isEmpty {
      sections.append("\(title)\n\n" + parameters.map(item).joined(separator: "\n"))
    }
    if let paper = page.paper { sections.append("Paper: \(escaped(paper))") }
    let examples = page.examples.flatMap { example in
      (example.meaning.isEmpty ? [] : ["# \(example.meaning)"]) + [example.line]
    }
    sections.append("Examples\n\n" + code(examples.joined(separator: "\n")))
    return sections.joined(separator: "\n\n")
  }

  /// The kinds of `build` or the sources of `load`, short enough for a tooltip; in detail, with summaries.
  static func family(_ verb: String, _ kinds: [String], _ detail: Int) -> String {
    let noun = CommandList.noun(of: verb)
    let heading = heading("\(verb) \(noun.uppercased())", Help.familySummary(verb))
    if detail == 0 {
      let names = kinds.map { "`\($0)`" }.joined(separator: ", ")
      return "\(heading)\n\n\(names)\n\n`help \(verb)` describes each \(noun)."
    }
    let items = kinds.compactMap { kind in
      CommandList.type(named: "\(verb) \(kind)").map {
        "- `\(kind)`: \(escaped(CommandPage.of($0).summary))"
      }
    }
    return "\(heading)\n\n\(items.joined(separator: "\n"))"
  }

  /// A name in bold and its summary.
  static func heading(_ name: String, _ sentence: String) -> String {
    "**\(escaped(name))**: \(escaped(sentence))"
  }

  /// A list item: the form of a parameter and its explanation.
  private static func item(_ parameter: DeclaredOption) -> String {
    "- `\(Help.heading(parameter))`: \(escaped(Help.explanation(of: parameter)))"
  }

  /// A block of literal text.
  static func code(_ text: String) -> String { "```\n\(text)\n```" }

  /// The text with a backslash before characters that have a meaning in Markdown.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#|~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
