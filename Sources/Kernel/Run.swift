import ArgumentParser
import Jupyter
import Language
import System

/// Serves one front-end until it goes.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Serve as a Jupyter kernel; Jupyter itself calls this.")

  @Argument(help: "The connection file that the front-end wrote.", completion: .file())
  var connectionFile: String

  // `jupyter run` and others put the words of their own command line behind it.
  @Argument(help: .hidden) var others: [String] = []

  @OptionGroup var data: DataOptions

  func run() throws {
    let assistant = CellAssistant()
    let interrupt = InterruptFlag()
    let settings = data.settings
    let notices = RunNotices(folder: settings.runsFolder)
    let kernel = try Jupyter.Kernel(
      connection: ConnectionFile(path: connectionFile), identity: .dephn,
      assistant: NotebookAssistant(assistant),
      interrupt: interrupt, historyFile: try? Folders().path(.history),
      notices: data.notices + (notices?.sentences ?? []),
      interpreter: {
        NotebookInterpreter(
          CellInterpreter(
            assistant: assistant, interrupt: interrupt.interrupt, settings: settings),
          whenNoticesAreSaid: { notices?.tell() })
      })
    try kernel.run()
  }
}

extension KernelIdentity {
  /// What front-ends learn about this kernel.
  static let dephn = KernelIdentity(
    implementation: "dephn", version: programVersion,
    banner: "DEPHN \(programVersion): multi-task recommender models. `help` lists the commands.",
    language: Language(
      name: "dephn", version: programVersion, mimeType: "text/x-dephn", fileExtension: ".dephn",
      relatedMimeType: "text/x-sh",
      // The wheel brings a lexer; elsewhere Pygments would know no such name.
      pygmentsLexer: KernelPlace.isBesideProgram ? "dephn" : "bash"))
}
