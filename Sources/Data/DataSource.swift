package import ArgumentParser

/// Where data comes from: a type of its own in `Sources/`, and a word in `DataSources.swift`.
///
/// The type's options are all that a user may type after `load NAME`.
package protocol DataSource: ParsableArguments {
  /// The word after `load`.
  static var name: String { get }
  /// What it holds, one sentence.
  static var summary: String { get }
  /// How to get the files, lines for people; shown when they are not found.
  static var howToGet: String { get }
  /// Lines that run, each with what it does.
  static var examples: [SourceExample] { get }

  /// Reads the data.
  ///
  /// - Throws: `DataError`; `CancellationError` when `context.isInterrupted` says so.
  func load(from context: LoadContext) throws -> DataSet
}

/// A line that a user can type, and what it does.
package struct SourceExample: Sendable {
  package var line: String
  package var meaning: String

  package init(_ line: String, _ meaning: String) {
    self.line = line
    self.meaning = meaning
  }
}

/// What a source needs from the outside: where to look for files, and whom to tell how far it is.
package struct LoadContext {
  package var folders: DataFolders
  /// Asked every 64 KB of input; true ends the loading with a `CancellationError`.
  package var isInterrupted: () -> Bool
  /// Told how much of the input is read, from 0 to 1.
  package var progress: (Double) -> Void

  package init(
    folders: DataFolders = DataFolders(), isInterrupted: @escaping () -> Bool = { false },
    progress: @escaping (Double) -> Void = { _ in }
  ) {
    self.folders = folders
    self.isInterrupted = isInterrupted
    self.progress = progress
  }

  /// The same for piece `index` of `count` equal pieces of work.
  package func part(_ index: Int, _ count: Int) -> LoadContext {
    LoadContext(folders: folders, isInterrupted: isInterrupted) { fraction in
      progress((Double(index) + fraction) / Double(count))
    }
  }
}

/// The options that all sources reading files have.
package struct SourceOptions: ParsableArguments {
  @Argument(help: "Files, or the folder that holds them; without it the data folders are searched.")
  package var paths: [String] = []

  @Option(parsing: .upToNextOption, help: "Tasks to learn, in this order.")
  package var tasks: [String] = []

  @Option(help: "Read only the first rows of the training data.")
  package var rows: Int?

  @Option(help: "Seed of everything drawn by chance, such as a split.")
  package var seed: UInt64 = 1

  package init() {}

  package func validate() throws {
    if let rows, rows < 1 { throw ValidationError("--rows \(rows): at least one row is needed.") }
    if Set(tasks).count < tasks.count { throw ValidationError("--tasks names a task twice.") }
  }
}
