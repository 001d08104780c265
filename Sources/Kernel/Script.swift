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
      Output goes to standard output. An error goes to standard error and ends the run with exit \
      code 1. Control-C interrupts the running line; pressed again, it ends the program at once.
      """)

  @Argument(help: "File with the lines of a cell.", completion: .file())
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
    let handler = flag.raisedBySignal()
    defer { withExtendedLifetime(handler) {} }
    let interpreter = CellInterpreter(
      assistant: CellAssistant(), interrupt: flag.interrupt, settings: data.installedSettings)
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

extension InterruptFlag {
  /// Raised by Control-C, which pressed again ends the program at once.
  func raisedBySignal() -> any Sendable {
    Signal.interrupt.handle {
      if self.isRaised { ThisProcess.exit(130) }
      self.raise()
    }
  }
}
