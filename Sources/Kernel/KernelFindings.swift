import FoundationEssentials
import Jupyter
import System

/// Checks of the installed copies of this kernel.
struct KernelFindings {
  let all: [Finding]
  /// The data folders of the kernel that Jupyter uses.
  let dataFolders: [String]

  /// Finds kernels of that name or of DEPHN's language, and starts the one that Jupyter uses.
  init(name: String, program: URL) {
    let name = name.lowercased()
    let kernels = InstalledKernel.all(
      in: KernelFolders(environment: KernelLocation.environment).searched
    ).filter { $0.name == name || $0.language == "dephn" }
    var first: [String: InstalledKernel] = [:]
    for kernel in kernels where first[kernel.name] == nil { first[kernel.name] = kernel }
    var findings = kernels.map { Self.finding($0, first: first[$0.name], program) }
    if first[name] == nil {
      findings.append(
        Finding(
          subject: name, problem: "Jupyter finds no kernel of this name.",
          wayOut: "`dephn install` installs it; add --sys-prefix for the active Python environment."
        )
      )
    }
    all = findings
    dataFolders = first[name]?.dataFolders ?? []
  }

  private static func finding(
    _ kernel: InstalledKernel, first: InstalledKernel?, _ program: URL
  ) -> Finding {
    let folder = kernel.folder.path
    var finding = Finding(subject: "\(kernel.name) · \(folder)", remarks: [starts(kernel)])
    if let first, first.folder != kernel.folder {
      finding.remarks.append("hidden by the one in \(first.folder.path)")
      if kernel.starts(program), !first.starts(program) {
        finding.problem = "Jupyter starts another program instead of this one."
        finding.wayOut = "Remove the other kernel: rm -r \(first.folder.path)"
      }
      return finding
    }
    if kernel.resolvedProgram == nil {
      finding.problem = "Its program does not exist."
      finding.wayOut = "`dephn install` reinstalls it; rm -r \(folder) removes it."
      return finding
    }
    do {
      let trial = try KernelTrial(of: kernel.command, environment: KernelLocation.environment)
      let milliseconds = Int(trial.time / .milliseconds(1))
      finding.remarks.append(
        "answers after \(milliseconds) ms: \(trial.implementation), protocol \(trial.protocolVersion)"
      )
    } catch {
      finding.problem = "It does not start. \(error)"
      finding.wayOut = "`dephn install` reinstalls it; its output may say what is missing."
    }
    return finding
  }

  /// The program and its version.
  private static func starts(_ kernel: InstalledKernel) -> String {
    guard let word = kernel.command.first else { return "kernel.json cannot be read" }
    guard let program = kernel.resolvedProgram else {
      return "starts \(word), which does not exist"
    }
    let version = try? ChildProcess.output(
      of: [program, "--version"], environment: KernelLocation.environment, within: .seconds(5))
    return "starts \(program) (\(version ?? "version unknown"))"
  }
}
