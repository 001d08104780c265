import ArgumentParser
import FoundationEssentials
import Language
import System

/// The program `dephn`: installs the kernel, serves a front-end, or runs a file.
@main
struct Dephn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dephn",
    abstract: "A Jupyter kernel for multi-task recommender models.",
    version: "DEPHN \(programVersion)",
    subcommands: [
      Install.self, Uninstall.self, Doctor.self, Run.self, Script.self, Words.self, Reference.self,
    ])

  /// Runs the command line.
  static func main() {
    // A file at its size limit is an error where it is written, not the end of the program.
    Signal.fileTooLarge.ignore()
    main(nil)
  }
}

/// An error of the command line, as one sentence.
struct Refusal: Error, CustomStringConvertible {
  let description: String

  init(_ sentence: String) { description = sentence }
}

/// The option for an additional data folder.
struct DataOptions: ParsableArguments {
  @Option(name: .customLong("data"), help: "Folder with data files.")
  var folder: String?

  var settings: SessionSettings {
    SessionSettings(
      dataFolders: folder.map { [$0] } ?? [], outputFolder: try? Folders().path(.output),
      runsFolder: try? Folders().path(.runs))
  }

  /// Warnings about the folders that this program reads and writes.
  var notices: [String] { FolderFindings(dataFolders: folder.map { [$0] } ?? []).notices }
}
