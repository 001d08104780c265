import ArgumentParser
import Display
import System

/// Writes a table or plot to a file.
struct Export: Command {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a table or a plot to a file; the ending chooses the format.",
    discussion: """
      A table: .csv and .json hold its rows, unrounded; .tex (booktabs) and .md hold the table as
      shown, best figures in bold. A plot: .svg holds the picture, .vl.json its Vega-Lite
      specification, .csv and .json its rows.
      """)
  static let group = CommandGroup.session
  static let examples = [
    Example("export t results/sweep.csv", "Unrounded numbers; missing folders are created."),
    Example("export t results/comparison.tex", "A table for a paper."),
    Example("export p results/sweep.svg", "A vector graphic for a paper."),
  ]

  @Argument(help: "Table or plot to write.") var name: ExportName
  @Argument(help: "File to write; its extension sets the format.") var file: FilePath

  func run(in session: Session) throws -> Output {
    let value = try session.value(of: name, for: "export")
    let bytes = Array(try text(of: value, session.interrupt).utf8)
    try FileWriter.write(bytes, to: file.text, in: session)
    let size = NumberFormat.count.text(Double(bytes.count))
    return .say("Wrote \(name.text) to \(file.text) (\(size) bytes).")
  }

  private func text(of value: SessionValue, _ interrupt: Interrupt) throws -> String {
    guard case .shown(let document, let rows) = value else { return "" }
    let forms = Self.forms(of: document, rows, interrupt)
    let path = file.text.lowercased()
    if let form = forms.first(where: { path.hasSuffix("." + $0.ending) }) { return try form.text() }
    let endings = Phrase.list(forms.map { "." + $0.ending })
    throw Complaint(
      .usage, "'\(name.text)' is \(value.kind.phrase), which can be written as \(endings).",
      wayOut: "For instance: `export \(name.text) \(name.text).\(forms[0].ending)`.",
      about: file.text)
  }

  /// The endings that a document can be written under: its rows, and its pictures.
  private static func forms(
    of document: Document, _ rows: Table, _ interrupt: Interrupt
  ) -> [(ending: String, text: () throws -> String)] {
    let tables = document.tables(or: rows)
    let ofRows: [(String, () throws -> String)] = [
      ("csv", { try rows.csv(interrupt: interrupt) }),
      ("json", { try rows.json(interrupt: interrupt) }),
      ("tex", { tables.map(\.latex).joined(separator: "\n") }),
      ("md", { tables.map(\.markdown).joined(separator: "\n") }),
      ("txt", { document.plainText + "\n" }),
    ]
    var ofPlots: [(String, () throws -> String)] = []
    if let svg = document.svg { ofPlots.append(("svg", { svg.text })) }
    if let specification = document.specification {
      ofPlots.append(("vl.json", { specification }))
    }
    return ofPlots + ofRows
  }
}

/// The name of a table or a plot.
struct ExportName: NameArgument {
  static let accepted: [ValueKind] = [.table, .plot]
  let text: String
}
