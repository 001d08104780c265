import ArgumentParser
import FoundationEssentials
import Language
import System

/// The program: makes itself known to Jupyter, serves a front-end, or runs a file.
@main
struct Dephn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dephn",
    abstract: "A Jupyter kernel for multi-task recommender models.",
    version: "DEPHN \(programVersion)",
    subcommands: [Install.self, Uninstall.self, Doctor.self, Run.self, Script.self, Words.self])

  /// Reads the words of the command line, and does what they say.
  static func main() {
    // A file that may not grow is an error where it is written, and not the end of the program.
    Signal.fileTooLarge.ignore()
    main(nil)
  }
}

/// Why the program cannot do what it was called for, in one sentence.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ sentence: String) { description = sentence }
}

/// Where `load` finds files, besides the places that it knows by itself.
struct DataOptions: ParsableArguments {
  @Option(name: .customLong("data"), help: "Folder with data files.")
  var folder: String?

  var settings: SessionSettings {
    SessionSettings(
      dataFolders: folder.map { [$0] } ?? [], outputFolder: try? Folders().path(.output),
      runsFolder: try? Folders().path(.runs))
  }

  /// What is wrong with the folders that this program reads and writes.
  var notices: [String] { FolderFindings(dataFolders: folder.map { [$0] } ?? []).notices }
}
