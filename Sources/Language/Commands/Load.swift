import Analysis
import ArgumentParser
import DataSets
import Display

/// Reads a data set; a command a source.
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

  @OptionGroup var source: Source

  func run(in session: Session) throws -> Output {
    let progress = ProgressLine(in: session.sink)
    let context = LoadContext(
      folders: DataFolders(installed: session.settings.dataFolders),
      interrupt: session.interrupt,
      progress: { share in
        progress.show("load \(Source.name) · \(NumberFormat.percent(0).text(share))")
      })
    let data = try source.load(from: context)
    progress.finish("load \(Source.name) · \(NumberFormat.count.text(Double(data.rowCount))) rows")
    return .make(.data(data), showing: DataSummary(of: data).figures)
  }
}
