import Analysis
import ArgumentParser
import DataSets
import Display

/// Reads a data set; one command per source.
struct Load<Source: DataSource>: Command {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "load \(Source.name)", abstract: Source.summary,
      discussion: Source.origin.sentence(of: Source.name))
  }
  static var group: CommandGroup { .data }
  static var examples: [Example] {
    Source.examples.map { example in
      Example(
        "d = load", [Source.name, example.file].compactMap { $0 }, example.options,
        example.meaning)
    }
  }
  static var makes: ValueKind? { .data }
  static var source: (any DataSource.Type)? { Source.self }

  @OptionGroup var source: Source

  func run(in session: Session) throws -> Output {
    let line = ProgressLine("load \(Source.name)", in: session.sink)
    // A large data set always has a line: what is kept does not depend on the speed of the machine.
    var isLarge = false
    defer { line.finish(always: isLarge) }
    let context = LoadContext(
      folders: DataFolders(installed: session.settings.dataFolders),
      interrupt: session.interrupt,
      progress: { share in line.show(share: share) })
    let data = try source.load(from: context)
    session.inputs.formUnion(try source.files(in: context.folders))
    isLarge = data.rowCount >= 1_000_000
    var output = Output.make(.data(data), showing: DataSummary(of: data).figures)
    // What is shown says it anyway.
    let said = session.target == nil ? [] : data.notes.filter(\.isSaidAtLoad).sentences
    output.remark = said.isEmpty ? nil : said.joined(separator: "\n")
    return output
  }
}
