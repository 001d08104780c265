import FoundationEssentials
import Jupyter
import System

/// The copies of this kernel that Jupyter may meet, each as it stands.
struct KernelFindings {
  let all: [Finding]
  /// The folders of data that the kernel which Jupyter takes was installed with.
  let dataFolders: [String]

  /// Looks for kernels of that name or for DEPHN's language; starts the one that Jupyter takes.
  init(name: String, program: URL) {
    let name = name.lowercased()
    let kernels = InstalledKernel.all(
      in: KernelFolders(environment: KernelPlace.environment).searched
    ).filter { $0.name == name || $0.language == "dephn" }
    var first: [String: InstalledKernel] = [:]
    for kernel in kernels where first[kernel.name] == nil { first[kernel.name] = kernel }
    var findings = kernels.map { Self.finding($0, first: first[$0.name], program) }
    if first[name] == nil {
      findings.append(
        Finding(
          subject: name, problem: "Jupyter sees no kernel of this name.",
          wayOut: "`dephn install` makes it known; --sys-prefix: in the active Python environment.")
      )
    }
    all = findings
    let command = first[name]?.command ?? []
    dataFolders = zip(command, command.dropFirst()).filter { $0.0 == "--data" }.map(\.1)
  }

  private static func finding(
    _ kernel: InstalledKernel, first: InstalledKernel?, _ program: URL
  ) -> Finding {
    let folder = kernel.folder.path
    var finding = Finding(subject: "\(kernel.name) · \(folder)", remarks: [starts(kernel)])
    if let first, first.folder != kernel.folder {
      finding.remarks.append("hidden by the one in \(first.folder.path)")
      if kernel.starts(program), !first.starts(program) {
        finding.problem = "This program is not what Jupyter starts."
        finding.wayOut = "Remove the other one: rm -r \(first.folder.path)"
      }
      return finding
    }
    if kernel.resolvedProgram == nil {
      finding.problem = "The program that it names is not there."
      finding.wayOut = "`dephn install` writes it anew; rm -r \(folder) removes it."
      return finding
    }
    do {
      let trial = try KernelTrial(of: kernel.command, environment: KernelPlace.environment)
      let milliseconds = Int(trial.time / .milliseconds(1))
      finding.remarks.append(
        "answers after \(milliseconds) ms: \(trial.implementation), protocol \(trial.protocolVersion)"
      )
    } catch {
      finding.problem = "It was started in vain. \(error)"
      finding.wayOut = "`dephn install` writes it anew; its own words may say what is missing."
    }
    return finding
  }

  /// The program, and what version it says it is.
  private static func starts(_ kernel: InstalledKernel) -> String {
    guard let word = kernel.command.first else { return "kernel.json cannot be read" }
    guard let program = kernel.resolvedProgram else { return "starts \(word), which is not there" }
    let version = try? ChildProcess.output(
      of: [program, "--version"], environment: KernelPlace.environment, within: .seconds(5))
    return "starts \(program) (\(version ?? "it does not say its version"))"
  }
}
