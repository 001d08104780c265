import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import System

/// Runs a text file as one cell, without Jupyter.
struct Script: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a file of commands without Jupyter.",
    discussion: """
      Text goes to the standard output; an error goes to the standard error and ends the run with \
      exit code 1. Control-C ends the running line, twice at once.
      """)

  @Argument(help: "The file; its lines are those of a cell.", completion: .file())
  var file: String

  @OptionGroup var data: DataOptions

  func run() throws {
    guard FileManager.default.fileExists(atPath: file) else {
      throw Refusal("There is no file '\(file)'.")
    }
    guard let code = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
      throw Refusal("The file '\(file)' cannot be read as UTF-8 text.")
    }
    let flag = InterruptFlag()
    let handler = Signal.interrupt.handle {
      if flag.isRaised { ThisProcess.exit(130) }
      flag.raise()
    }
    defer { withExtendedLifetime(handler) {} }
    let interpreter = CellInterpreter(
      assistant: CellAssistant(), interrupt: flag.interrupt, settings: data.settings)
    let terminal = Terminal()
    do throws(CellError) {
      try interpreter.run(code, into: terminal)
      terminal.finish()
    } catch {
      terminal.finish()
      terminal.warn(error.rendered)
      throw ExitCode(1)
    }
  }
}
