import ArgumentParser
import DataSets
import FoundationEssentials
import Testing

/// What holds for every source in the list.
@Suite struct DataSourcesTests {
  /// As the language makes a command of a source.
  private struct Load<Source: DataSource>: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(commandName: "load \(Source.name)", abstract: Source.summary)
    }
    @OptionGroup var source: Source
  }

  private func command<Source: DataSource>(_ source: Source.Type) -> any ParsableCommand.Type {
    Load<Source>.self
  }

  @Test func everyFileOfSourcesIsListed() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/DataSets/Sources").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    let types = dataSources.map { "\($0).swift" }
    #expect(files.filter { $0.hasSuffix(".swift") }.sorted() == types.sorted())
    #expect(Set(dataSources.map { $0.name }).count == dataSources.count)
  }

  @Test func examplesAreLinesThatParse() throws {
    for source in dataSources {
      #expect(!source.examples.isEmpty)
      for example in source.examples {
        let options = example.options.flatMap { option, words in
          ["--" + option] + words.split(separator: " ").map(String.init)
        }
        #expect(example.meaning.hasSuffix("."))
        _ = try command(source).parse([example.file].compactMap { $0 } + options)
      }
    }
  }

  @Test func helpListsTheOptions() {
    for source in dataSources {
      let help = command(source).helpMessage(columns: 100)
      #expect(help.contains("OVERVIEW: \(source.summary)"))
      #expect(help.contains("--rows <rows>") && help.contains("--tasks <tasks>"))
      #expect(help.contains("--seed <seed>"))
      #expect(source.summary.hasSuffix("."))
    }
  }

  @Test func progressRisesToOne() throws {
    let folder = try TestFolder([
      "t.csv": "a,y\n" + String(repeating: "0123456789,1\n", count: 20_000)
    ])
    var fractions: [Double] = []
    var context = folder.context
    context.progress = { fractions.append($0) }
    _ = try CSV.parse(["t.csv", "--label", "y"]).load(from: context)
    #expect(fractions.count >= 4)
    #expect(fractions == fractions.sorted() && fractions.last == 1)
  }
}
