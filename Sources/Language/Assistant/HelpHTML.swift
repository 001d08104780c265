import Display
import Options

/// Help pages as HTML for `help` in a cell, with the same content as those of `Help`.
enum HelpHTML {
  /// The page of a topic.
  static func page(for topic: [String]) throws(Complaint) -> String {
    guard let verb = topic.first else { return overview }
    if topic.count == 1, let text = Help.texts[verb] { return framed([literal(text)]) }
    if topic.count == 1, let kinds = CommandList.families[verb], kinds.count > 1 {
      return catalogue(of: verb, kinds)
    }
    return page(of: CommandPage.of(try CommandList.resolve(CommandList.topic(topic)).type))
  }

  private static var overview: String {
    var parts = [paragraph(Help.rule)]
    for (title, entries) in Help.groups { parts += [heading(title), list(entries)] }
    return framed(parts)
  }

  private static func catalogue(of verb: String, _ kinds: [String]) -> String {
    let entries = kinds.compactMap { kind in
      CommandList.type(named: "\(verb) \(kind)").map { (kind, CommandPage.of($0).summary) }
    }
    return framed([paragraph(Help.familySummary(verb)), list(entries)])
  }

  private static func page(of page: CommandPage) -> String {
    var parts = [
      "<p><b>\(HTML.escaped(page.name))</b>: \(HTML.inline(page.summary))</p>",
      "<p><code>\(HTML.escaped(Help.usage(of: page)))</code></p>",
    ]
    if !page.discussion.isEmpty { parts.append(paragraph(page.discussion)) }
    for (title, parameters) in [("Arguments", page.positionals), ("Options", page.options)]
    where !parameters.isEmpty {
      let entries = parameters.map { (Help.heading($0), Help.explanation(of: $0)) }
      parts += [heading(title), list(entries)]
    }
    if let paper = page.paper { parts.append(paragraph("Paper: " + paper)) }
    let examples = page.examples.flatMap { example in
      (example.meaning.isEmpty ? [] : ["# \(example.meaning)"]) + [example.line]
    }
    return framed(parts + [heading("Examples"), literal(examples.joined(separator: "\n"))])
  }

  private static func framed(_ parts: [String]) -> String {
    let whole = ["<div class=\"\(HTML.untouchedByMath)\">"] + parts + ["</div>"]
    return whole.joined(separator: "\n")
  }

  private static func heading(_ text: String) -> String { "<p><b>\(HTML.escaped(text))</b></p>" }
  private static func paragraph(_ text: String) -> String { "<p>\(HTML.inline(text))</p>" }
  private static func literal(_ text: String) -> String { "<pre>\(HTML.escaped(text))</pre>" }

  /// Terms with their explanations beside them.
  private static func list(_ entries: [(String, String)]) -> String {
    let rows = entries.map { term, text in
      "<tr><th scope=\"row\" style=\"text-align:left;white-space:nowrap\"><code>\(HTML.escaped(term))"
        + "</code></th><td style=\"text-align:left\">\(HTML.inline(text))</td></tr>"
    }
    return (["<table>", "<tbody>"] + rows + ["</tbody>", "</table>"]).joined(separator: "\n")
  }
}
