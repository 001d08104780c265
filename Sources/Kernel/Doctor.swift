import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import System

/// Looks at everything that this kernel depends on.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check kernels, libraries and folders; each problem is told with a way out.",
    discussion: "The exit code is 1 if something is wrong.")

  @Option(help: "The name that notebooks call the kernel by.") var name = "dephn"

  func run() throws {
    let program = try ownProgram()
    print("DEPHN \(programVersion) · \(program.path)")
    let kernels = KernelFindings(name: name, program: program)
    let sections = [
      ("Kernels that Jupyter sees, in the order in which it looks", kernels.all),
      ("Libraries", LoadedLibrary.all.map(Finding.init)),
      ("Folders and files", FolderFindings(dataFolders: kernels.dataFolders).all),
    ]
    for (title, findings) in sections {
      print("\n\(title)")
      for finding in findings { print(finding.text) }
    }
    let count = sections.flatMap(\.1).count { $0.problem != nil }
    print("\n" + (count == 0 ? "Nothing is wrong." : "\(count) to mend."))
    if count > 0 { throw ExitCode(1) }
  }
}

/// Something that was looked at.
struct Finding {
  let subject: String
  /// What is wrong, as a sentence; nil if nothing is.
  var problem: String?
  /// How a problem is mended.
  var wayOut: String?
  /// What else is to be known, a line each.
  var remarks: [String] = []

  /// A mark, the subject, and lines that are indented.
  var text: String {
    let mark = problem == nil ? "ok" : "✗ "
    let lines = remarks + [problem, wayOut].compactMap { $0 }
    return (["  \(mark)  \(subject)"] + lines.map { "        \($0)" }).joined(separator: "\n")
  }
}

extension Finding {
  init(_ library: LoadedLibrary) {
    let place = library.path ?? "a part of this program"
    let abilities = library.abilities.isEmpty ? [] : [library.abilities.joined(separator: ", ")]
    self.init(
      subject: (["\(library.name) \(library.version)", place] + abilities).joined(separator: " · "),
      problem: library.problem,
      wayOut: "Install a library that has it; LD_LIBRARY_PATH may name another one than is meant.")
    if library.problem == nil { wayOut = nil }
  }
}
