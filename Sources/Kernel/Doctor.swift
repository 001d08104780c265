import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import System

/// Checks everything that the kernel depends on.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check kernels, libraries and folders, and suggest fixes.",
    discussion: "The exit code is 1 if there is a problem.")

  @Option(help: "Name of the kernel in notebooks.") var name = "dephn"

  func run() throws {
    let program = try ownProgram()
    print("DEPHN \(programVersion) · \(program.path)")
    let kernels = KernelFindings(name: name, program: program)
    let sections = [
      ("Kernels that Jupyter finds, in search order", kernels.all),
      ("Libraries", LoadedLibrary.all.map(Finding.init)),
      ("Programs", [Finding.duckDB]),
      ("Folders and files", FolderFindings(dataFolders: kernels.dataFolders).all),
    ]
    for (title, findings) in sections {
      print("\n\(title)")
      for finding in findings { print(finding.text) }
    }
    let count = sections.flatMap(\.1).count { $0.problem != nil }
    print("\n" + (count == 0 ? "No problems found." : "Problems found: \(count)"))
    if count > 0 { throw ExitCode(1) }
  }
}

/// The result of one check.
struct Finding {
  let subject: String
  /// The problem as a sentence; `nil` if there is none.
  var problem: String?
  /// The fix for the problem.
  var wayOut: String?
  /// False for a program that is missing and needed by few commands.
  var isThere = true
  /// Further information, one line each.
  var remarks: [String] = []

  /// A mark and the subject, then indented lines.
  var text: String {
    let mark = problem != nil ? "✗ " : isThere ? "ok" : "– "
    let lines = remarks + [problem, wayOut].compactMap { $0 }
    return (["  \(mark)  \(subject)"] + lines.map { "        \($0)" }).joined(separator: "\n")
  }
}

extension Finding {
  /// DuckDB's program, which only `load sql` and `load parquet` need.
  static var duckDB: Finding {
    guard let path = OuterPrograms.duckDB else {
      return Finding(
        subject: "duckdb · not found", isThere: false,
        remarks: ["`load sql` and `load parquet` need it: `pip install duckdb-cli`."])
    }
    return Finding(subject: "duckdb · \(path)")
  }

  init(_ library: LoadedLibrary) {
    let origin = library.path ?? "linked into this program"
    let abilities = library.abilities.isEmpty ? [] : [library.abilities.joined(separator: ", ")]
    self.init(
      subject: (["\(library.name) \(library.version)", origin] + abilities).joined(
        separator: " · "),
      problem: library.problem,
      wayOut:
        "Install a library with this feature; LD_LIBRARY_PATH may point to another one than intended."
    )
    if library.problem == nil { wayOut = nil }
  }
}
