import ArgumentParser
import Display
import System

/// Writes a table or plot to a file.
struct Export: Command {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes a table to .csv or .json, a plot to .svg.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("export t results/sweep.csv", "Raw numbers; folders are made."),
    Example("export p results/sweep.svg", "A picture for a paper."),
  ]

  @Argument(help: "Table or plot to write.") var name: ExportName
  @Argument(help: "File to write; its ending says how.") var file: FilePath

  func run(in session: Session) throws -> Output {
    let value = try session.value(of: name, for: "export")
    let bytes = Array(try text(of: value, session.interrupt).utf8)
    try FileWriter.write(bytes, to: file.text, interrupt: session.interrupt)
    return .say(
      "\(name.text) is in \(file.text), \(NumberFormat.count.text(Double(bytes.count))) bytes.")
  }

  private func text(of value: SessionValue, _ interrupt: Interrupt) throws -> String {
    let forms = forms(of: value, interrupt)
    let ending = file.text.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if let form = forms.first(where: { $0.ending == ending }) { return try form.text() }
    let endings = forms.map { "." + $0.ending }.joined(separator: " or ")
    throw Complaint(
      .usage, "\(name.text) is \(value.kind.phrase); it is written to \(endings).",
      wayOut: "For instance: `export \(name.text) \(name.text).\(forms.first?.ending ?? "txt")`.",
      about: file.text)
  }

  private func forms(
    of value: SessionValue, _ interrupt: Interrupt
  ) -> [(ending: String, text: () throws -> String)] {
    switch value {
    case .table(let table):
      [
        ("csv", { try table.csv(interrupt: interrupt) }),
        ("json", { try table.json(interrupt: interrupt) }),
        ("txt", { Figure.table(table).plainText + "\n" }),
      ]
    case .plot(let figure):
      [
        ("svg", { figure.svg ?? "" }), ("json", { figure.vegaLite ?? "" }),
        ("txt", { figure.plainText + "\n" }),
      ]
    default: []
    }
  }
}

/// The name of a table or a plot.
struct ExportName: NameArgument {
  static let accepted: [ValueKind] = [.table, .plot]
  let text: String
}
