/// All help pages as one Markdown document, `docs/commands.md`.
package enum CommandReference {
  /// An index of the commands by group, then the help page of each command.
  package static let markdown = """
    # Commands

    <!-- Written by `make docs` from the declarations of the commands. -->

    `help COMMAND` prints the same page in a notebook, and `COMMAND?` opens it in a pager. A line is a command; `NAME =`
    before it keeps the result under that name. Words are bare, `'quoted'` or `"quoted"`; `#` begins a comment, and `\\`
    at the end continues a line.

    \(wrapped((index + sections).joined(separator: "\n\n")))

    """

  /// One list of links per group.
  private static var index: [String] {
    CommandGroup.allCases.map { group in
      let links = pages.filter { $0.group == group }.map {
        "- [`\($0.name)`](#\(anchor($0.name))): \(HelpMarkdown.escaped($0.summary))"
      }
      return "## \(group.rawValue)\n\n" + links.joined(separator: "\n")
    } + ["## Loop\n\n- [`for`](#for): Runs lines once per value."]
  }

  private static var sections: [String] {
    pages.map { page in
      "### `\(page.name)`\n\n\(HelpMarkdown.escaped(page.summary))\n\n"
        + HelpMarkdown.sections(of: page)
    } + ["### `for`\n\n" + HelpMarkdown.code(Help.loops)]
  }

  private static var pages: [CommandPage] { CommandList.all.map { CommandPage.of($0) } }

  private static func anchor(_ name: String) -> String { name.replacing(" ", with: "-") }

  /// The text with lines of at most 80 columns, except for code.
  private static func wrapped(_ text: String) -> String {
    var isCode = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode || line.isEmpty { return String(line) }
      return Wrapped.text(String(line), indent: 0, hanging: line.hasPrefix("- ") ? 2 : 0)
    }.joined(separator: "\n")
  }
}
