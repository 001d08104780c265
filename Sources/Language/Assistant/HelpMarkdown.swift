import Options

/// Pages of help as Markdown, for front-ends that render it; they say what `Help` says.
enum HelpMarkdown {
  /// Sentence, usage, arguments and options as lists, paper, examples.
  static func page(of page: CommandPage) -> String {
    var sections = [heading(page.name, page.summary), code(Help.usage(of: page))]
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

  /// A name in bold, and what it is.
  static func heading(_ name: String, _ sentence: String) -> String {
    "**\(escaped(name))**: \(escaped(sentence))"
  }

  /// One line of a list: how it is written, and what it means.
  private static func item(_ parameter: DeclaredOption) -> String {
    "- `\(Help.heading(parameter))`: \(escaped(Help.explanation(of: parameter)))"
  }

  /// Text that stays as it stands.
  static func code(_ text: String) -> String { "```\n\(text)\n```" }

  /// The text with a backslash before all that Markdown would take for its own.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_[]<>#|~".contains(character) { result.append("\\") }
      result.append(character)
    }
    return result
  }
}
