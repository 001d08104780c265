import ArgumentParser
import Jupyter
import Language
import System

/// Serves as a kernel until it is shut down.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run as a kernel; called by Jupyter.")

  @Argument(help: "Connection file of the front-end.", completion: .file())
  var connectionFile: String

  // `jupyter run` and others append words of their own command line.
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
  /// The description of this kernel for front-ends.
  static let dephn = KernelIdentity(
    implementation: "dephn", version: programVersion,
    banner: "DEPHN \(programVersion): multi-task recommender models. `help` lists the commands.",
    language: Language(
      name: "dephn", version: programVersion, mimeType: "text/x-dephn", fileExtension: ".dephn",
      relatedMimeType: "text/x-sh",
      // The wheel brings a lexer; elsewhere Pygments would know no such name.
      pygmentsLexer: KernelLocation.isBesideProgram ? "dephn" : "bash"))
}
