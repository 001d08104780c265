import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import Notebooks
import System

/// Runs a text file as one cell, or a notebook's cells, without Jupyter.
struct Script: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a file of commands, or a notebook's cells, without Jupyter.",
    discussion: """
      A file whose name ends in .ipynb is a notebook: its code cells run in order, and the file stays \
      as it is. Output goes to standard output. An error goes to standard error and ends the run with exit \
      code 1. Control-C interrupts the running line; pressed again, it ends the program at once.
      """)

  @Argument(help: "File with the lines of a cell, or a notebook.", completion: .file())
  var file: String

  @OptionGroup var data: DataOptions

  func run() throws {
    let cells = try cells()
    let flag = InterruptFlag()
    let handler = flag.raisedBySignal()
    defer { withExtendedLifetime(handler) {} }
    let interpreter = CellInterpreter(
      assistant: CellAssistant(), interrupt: flag.interrupt, settings: data.installedSettings)
    let terminal = Terminal()
    for (index, cell) in cells.enumerated() {
      do throws(CellError) {
        try interpreter.run(cell, into: terminal)
        terminal.finish()
      } catch {
        terminal.finish()
        if cells.count > 1 { terminal.warn("Code cell \(index + 1) of \(cells.count):\n") }
        terminal.warn(error.rendered)
        throw ExitCode(1)
      }
    }
  }

  /// The texts to run, one after another.
  private func cells() throws -> [String] {
    guard FileManager.default.fileExists(atPath: file) else {
      throw Refusal("There is no file '\(file)'.")
    }
    if file.hasSuffix(".ipynb") {
      do throws(NotebookFault) {
        return try NotebookFile(path: file, withOutputs: false).cells.map(\.source)
      } catch { throw Refusal("\(file) \(error.phrase).") }
    }
    guard let code = try? String(contentsOf: URL(filePath: file), encoding: .utf8) else {
      throw Refusal("The file '\(file)' cannot be read as UTF-8 text.")
    }
    return [code]
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
