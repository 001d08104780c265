import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import System

/// The folder of Jupyter to use, and the name of the kernel in it.
struct KernelLocation: ParsableArguments {
  @Flag(help: "For your user account, in every Jupyter (the default).") var user = false
  @Flag(help: "In the active Python environment.") var sysPrefix = false
  @Option(help: "In the Python environment in this folder.") var prefix: String?
  @Option(help: "Name of the kernel in notebooks.") var name = "dephn"

  func validate() throws {
    guard [user, sysPrefix, prefix != nil].filter({ $0 }).count < 2 else {
      throw ValidationError("Use only one of --user, --sys-prefix and --prefix.")
    }
    guard KernelSpecification.isValid(name: name) else {
      throw ValidationError("A kernel's name may contain only letters, digits, '.', '_' and '-'.")
    }
  }

  /// The folder whose `kernels` Jupyter searches.
  func dataFolder() throws -> URL {
    if let folder = try pythonEnvironment() {
      return URL(filePath: folder).appending(path: "share/jupyter")
    }
    do throws(FolderError) {
      return URL(filePath: try Folders().path(.jupyter))
    } catch { throw Refusal("\(error.sentence) Or set a folder with --prefix.") }
  }

  /// The folder of the kernel.
  func kernelFolder() throws -> URL {
    try dataFolder().appending(path: "kernels").appending(path: name)
  }

  /// The folders that Jupyter searches in that environment.
  func searchedFolders() throws -> [URL] {
    KernelFolders(
      environment: Self.environment, pythonEnvironment: try pythonEnvironment()
    ).searched
  }

  private func pythonEnvironment() throws -> String? {
    if let prefix { return URL(filePath: prefix).standardizedFileURL.path }
    guard sysPrefix else { return nil }
    guard let active = KernelFolders.activeEnvironment(Self.environment) else {
      throw Refusal(
        "No Python environment is active: activate one, or set its folder with --prefix.")
    }
    return active
  }

  /// True if this program is beside its `kernel.json`, as in the wheel.
  static var isBesideProgram: Bool {
    (try? ownProgram()).flatMap { InstalledKernel(in: $0.deletingLastPathComponent()) } != nil
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
}

/// The executable file of this program.
func ownProgram() throws -> URL {
  if let path = ThisProcess.program { return URL(filePath: path) }
  guard let path = CommandLine.arguments.first, path.contains("/") else {
    throw Refusal("Run this program by its full path, so that Jupyter can find it too.")
  }
  return URL(filePath: path).standardizedFileURL
}

extension InstalledKernel {
  /// The program that it starts, with links resolved; `nil` if it cannot be started.
  var resolvedProgram: String? {
    program(path: KernelLocation.environment["PATH"] ?? "")
      .map { URL(filePath: $0).resolvingSymlinksInPath().path }
  }

  /// True if it starts the given program.
  func starts(_ program: URL) -> Bool {
    resolvedProgram == program.resolvingSymlinksInPath().path
  }
}
