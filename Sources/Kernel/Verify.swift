import ArgumentParser
import FoundationEssentials
import JSONText
import Language
import Notebooks
import System

/// Runs notebooks again and compares them with what they show.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run notebooks in a new session and compare every cell with its recorded outputs.",
    discussion: """
      Each cell gets a verdict: same bits, same printed digits, differs, or cannot run. The last line is meant for \
      papers. Cells run in the folder of their notebook, as in Jupyter, and write the files that they write there. \
      The exit code is 0 if nothing differs, and 1 otherwise.
      """)

  @Argument(help: "Notebooks with outputs.", completion: .file(extensions: ["ipynb"]))
  var notebooks: [String]
  @Flag(help: "Print one JSON value instead of text.") var json = false
  @Option(help: "Number of threads; by default one per processor.") var threads: Int?
  @OptionGroup var data: DataOptions

  func run() throws {
    let flag = InterruptFlag()
    let handler = flag.raisedBySignal()
    defer { withExtendedLifetime(handler) {} }
    var reports: [JSON] = []
    var isVerified = true
    // Cells run in the folders of their notebooks; paths of the command line are meant from here.
    let paths = notebooks.map { URL(filePath: $0).standardizedFileURL }
    let settings = data.installedSettings
    for (name, path) in zip(notebooks, paths) {
      do {
        let report = try report(on: path, named: name, settings, flag)
        isVerified = isVerified && report.isVerified
        reports.append(report.json)
        tell(report.notes.map { "  \($0)\n" }.joined() + report.line)
      } catch let fault as NotebookFault {
        isVerified = false
        let sentence = "\(name) \(fault.phrase)."
        reports.append(["notebook": .string(name), "verified": false, "error": .string(sentence)])
        tell(sentence)
      }
    }
    if json { print(JSON.array(reports).indentedText, terminator: "") }
    if !isVerified { throw ExitCode(1) }
  }

  private func tell(_ text: String) {
    if json { return }
    print(text)
    StandardStreams.flush()
  }

  private func report(
    on path: URL, named name: String, _ settings: SessionSettings, _ flag: InterruptFlag
  ) throws -> NotebookReport {
    let notebook = try NotebookFile(path: path.path)
    let files = FileManager.default
    let runs = files.temporaryDirectory.appending(path: "dephn-verify-\(ThisProcess.number)").path
    defer { try? files.removeItem(atPath: runs) }
    var settings = settings
    settings.runsFolder = runs
    settings.outputFolder = nil
    guard files.changeCurrentDirectoryPath(path.deletingLastPathComponent().path) else {
      throw NotebookFault.unreadable
    }
    tell(name)
    let verification = Verification(
      notebook, settings: settings, threads: threads, interrupt: flag.interrupt)
    do throws(CancellationError) {
      return try verification.report(name: name) { tell($0.text) }
    } catch { throw Refusal("Interrupted while verifying \(name).") }
  }
}
