import ArgumentParser
import FoundationEssentials
import Jupyter
import Language
import System

/// Which of Jupyter's folders is meant, and the kernel in it.
struct KernelPlace: ParsableArguments {
  @Flag(help: "For you in every Jupyter (the default).") var user = false
  @Flag(help: "In the active Python environment.") var sysPrefix = false
  @Option(help: "In the Python environment in this folder.") var prefix: String?
  @Option(help: "The name that notebooks call the kernel by.") var name = "dephn"

  func validate() throws {
    guard [user, sysPrefix, prefix != nil].filter({ $0 }).count < 2 else {
      throw ValidationError("Give only one of --user, --sys-prefix and --prefix.")
    }
    guard KernelSpecification.isValid(name: name) else {
      throw ValidationError("A kernel's name has only letters, digits, '.', '_' and '-'.")
    }
  }

  /// The folder whose `kernels` Jupyter searches.
  func dataFolder() throws -> URL {
    if let folder = try pythonEnvironment() {
      return URL(filePath: folder).appending(path: "share/jupyter")
    }
    do throws(FolderError) {
      return URL(filePath: try Folders().path(.jupyter))
    } catch { throw Refusal("\(error.sentence) --prefix names a folder all the same.") }
  }

  /// The folder of the kernel.
  func kernelFolder() throws -> URL {
    try dataFolder().appending(path: "kernels").appending(path: name)
  }

  /// Where Jupyter looks, if it runs in the environment that is meant.
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
        "No Python environment is active: activate one, or name its folder with --prefix.")
    }
    return active
  }

  /// Whether this program lies beside its `kernel.json`, as the wheel installs it.
  static var isBesideProgram: Bool {
    (try? ownProgram()).flatMap { InstalledKernel(in: $0.deletingLastPathComponent()) } != nil
  }

  static var environment: [String: String] { ProcessInfo.processInfo.environment }
}

/// The file of this program.
func ownProgram() throws -> URL {
  if let path = ThisProcess.program { return URL(filePath: path) }
  guard let path = CommandLine.arguments.first, path.contains("/") else {
    throw Refusal("Call this program by its path, so that Jupyter can find it too.")
  }
  return URL(filePath: path).standardizedFileURL
}

extension InstalledKernel {
  /// The program that it starts, with links followed; nil if it cannot be started.
  var resolvedProgram: String? {
    program(path: KernelPlace.environment["PATH"] ?? "")
      .map { URL(filePath: $0).resolvingSymlinksInPath().path }
  }

  /// Whether it starts the program in that file.
  func starts(_ program: URL) -> Bool {
    resolvedProgram == program.resolvingSymlinksInPath().path
  }
}
