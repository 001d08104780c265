import Display
import Options
import TestSupport
import Testing

@testable import Language

@Test func helpListsTheCommands() throws {
  expectGolden(try Help.page(for: []), "help.txt")
}

@Test func helpListsKindsAndSources() throws {
  for (verb, kinds) in CommandList.families {
    let page = try Help.page(for: [verb])
    if kinds.count == 1 {
      #expect(page.hasPrefix("\(verb) \(kinds[0]): "))
      continue
    }
    #expect(page.hasPrefix("\(verb) \(CommandList.noun(of: verb).uppercased()): "))
    for kind in kinds { #expect(page.contains("\n  \(kind) "), "\(verb) \(kind)") }
  }
}

@Test func everyCommandHasItsPage() throws {
  // The pages of sources and kinds are written where those are.
  let commands = CommandList.all.filter { !$0.name.contains(" ") }
  let pages = commands.map { Help.page(of: CommandPage.of($0)) }
  expectGolden(pages.joined(separator: "\n\n────────\n\n"), "help-commands.txt")
}

@Test func aPageHasEveryOptionAndExample() {
  for page in CommandList.all.map({ CommandPage.of($0) }) {
    let text = Help.page(of: page)
    for option in page.options { #expect(text.contains("\n  \(option.word)"), "\(option.word)") }
    for example in page.examples { #expect(text.contains("\n  \(example.line)")) }
    #expect(page.paper == nil || text.contains("\nPaper\n  "))
  }
}

@Test func helpIsAtMost80ColumnsWide() {
  let pages = CommandList.all.map { CommandPage.of($0) }
  // A line that can be run stays in one piece.
  let examples = Set(pages.flatMap(\.examples).map { "  \($0.line)" })
  for page in pages.map(Help.page) + [Help.overview] + Help.texts.values {
    for line in page.split(separator: "\n").map(String.init) where !examples.contains(line) {
      // Nor has an address blanks to break it at.
      #expect(line.count <= 80 || !line.contains(" "), "\(line)")
    }
  }
}

@Test(arguments: ["head --help", "help head", "head d -h"])
func helpIsShown(cell: String) throws {
  let notebook = try Notebook("d = load synthetic --rows 2000", cell)
  #expect(notebook.results.first?.plainText == Help.page(of: CommandPage.of(Head.self)))
}

@Test func aQuestionMarkOpensThePager() throws {
  let notebook = try Notebook("d = load synthetic --rows 2000", "head?", "d?", "load?")
  #expect(notebook.pages[0].hasPrefix("head: "))
  #expect(notebook.pages[1].hasPrefix("d: synthetic · 2,000 rows"))
  #expect(notebook.pages[2].hasPrefix("load SOURCE: "))
}

@Test func everyDeclarationIsKnown() {
  for type in CommandList.all {
    let page = CommandPage.of(type)
    #expect(!page.summary.isEmpty && !page.examples.isEmpty, "\(page.name)")
    for parameter in page.parameters {
      #expect(!parameter.help.isEmpty, "\(page.name) \(parameter.word)")
    }
  }
}

/// Editors color an option by its word, dashes and all.
@Test func vocabularyHoldsWordsAsTheyAreTyped() throws {
  let words = try Vocabulary().json()
  for word in ["--epochs", "--num-experts", "adamw", "load"] {
    #expect(words.contains("\"\(word)\""))
  }
  #expect(!words.contains("\"epochs\""))
}
