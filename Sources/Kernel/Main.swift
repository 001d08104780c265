import ArgumentParser
import FoundationEssentials
import Jupyter
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
      Install.self, Uninstall.self, Doctor.self, Run.self, Script.self, Verify.self, Words.self,
      Reference.self,
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
      dataFolders: folder.map { [URL(filePath: $0).standardizedFileURL.path] } ?? [],
      outputFolder: try? Folders().path(.output),
      runsFolder: try? Folders().path(.runs))
  }

  /// With the folders of data that this program was installed with for Jupyter, where the line names none.
  var installedSettings: SessionSettings {
    var settings = settings
    guard settings.dataFolders.isEmpty, let program = try? ownProgram() else { return settings }
    let folders = KernelFolders(environment: KernelLocation.environment).searched
    let kernel = InstalledKernel.all(in: folders).first { $0.starts(program) }
    settings.dataFolders = kernel?.dataFolders ?? []
    return settings
  }

  /// Warnings about the folders that this program reads and writes.
  var notices: [String] { FolderFindings(dataFolders: folder.map { [$0] } ?? []).notices }
}
