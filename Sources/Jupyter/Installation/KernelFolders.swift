package import FoundationEssentials
import JSONText
import System

/// Where Jupyter looks for kernels; of two with one name it takes the one in the earlier folder.
///
/// As `jupyter_core.paths.jupyter_path` and `jupyter_client.kernelspec` say: `JUPYTER_PATH`, the
/// person's folder and the Python environment's (which of them first depends), the system's, IPython's.
package struct KernelFolders: Sendable {
  private let environment: [String: String]
  private let folders: Folders
  /// The Python environment that Jupyter runs in, as far as this can be known from outside.
  private let pythonEnvironment: String?

  /// Takes the environment's folder, if it is known better than from `VIRTUAL_ENV`, `CONDA_PREFIX`
  /// and where `jupyter` lies on the `PATH`.
  package init(environment: [String: String], pythonEnvironment: String? = nil) {
    self.environment = environment
    folders = Folders(environment: environment)
    self.pythonEnvironment =
      pythonEnvironment ?? Self.activeEnvironment(environment)
      ?? Self.environmentOfJupyter(on: environment["PATH"] ?? "")
  }

  /// The environment that is active in the shell.
  package static func activeEnvironment(_ environment: [String: String]) -> String? {
    ["VIRTUAL_ENV", "CONDA_PREFIX"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  /// The folders, the most important first; they need not exist.
  package var searched: [URL] {
    let named = (environment["JUPYTER_PATH"] ?? "").split(separator: ":")
      .map { URL(filePath: String($0)) }
    let people = (try? folders.path(.jupyter)).map { [URL(filePath: $0)] } ?? []
    let shared = "share/jupyter"
    let python = pythonEnvironment.map { [URL(filePath: $0).appending(path: shared)] } ?? []
    let system = ["/usr/local", "/usr"].map { URL(filePath: $0).appending(path: shared) }
    let own = prefersEnvironment ? python + people : people + python
    var seen: Set<String> = []
    return (named + own + system + ipython).map { $0.appending(path: "kernels") }
      .map(\.standardizedFileURL).filter { seen.insert($0.path).inserted }
  }

  private var ipython: [URL] {
    if let named = environment["IPYTHONDIR"], !named.isEmpty { return [URL(filePath: named)] }
    return (try? folders.home()).map { [URL(filePath: $0).appending(path: ".ipython")] } ?? []
  }

  /// Jupyter in a virtual environment of the person's own looks there first.
  private var prefersEnvironment: Bool {
    if let wish = environment["JUPYTER_PREFER_ENV_PATH"] {
      return !["no", "n", "false", "off", "0", "0.0"].contains(wish.lowercased())
    }
    guard let folder = pythonEnvironment else { return false }
    guard FileStatus(folder)?.isOwn == true else { return false }
    let isVirtual = FileManager.default.fileExists(atPath: "\(folder)/pyvenv.cfg")
    let isConda =
      environment["CONDA_PREFIX"] == folder && environment["CONDA_DEFAULT_ENV"] != "base"
    return isVirtual || isConda
  }

  private static func environmentOfJupyter(on path: String) -> String? {
    path.split(separator: ":")
      .first { FileManager.default.isExecutableFile(atPath: "\($0)/jupyter") }
      .map { URL(filePath: String($0)).deletingLastPathComponent().standardizedFileURL.path }
  }
}

/// A `kernel.json` as it lies in one of Jupyter's folders.
package struct InstalledKernel: Sendable {
  /// What notebooks call it by.
  package let name: String
  /// Where `kernel.json` lies.
  package let folder: URL
  /// The words that start it, with the kernel's folder in place of `{resource_dir}`; empty if the file
  /// cannot be read.
  package let command: [String]
  /// What its cells are written in.
  package let language: String

  /// Reads `kernel.json` in `folder`; nil if there is none.
  package init?(in folder: URL) {
    let file = folder.appending(path: "kernel.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    let json = (try? Data(contentsOf: file)).flatMap { try? JSON($0) }
    name = folder.lastPathComponent.lowercased()
    self.folder = folder
    command = (json?["argv"]?.array?.compactMap(\.string) ?? [])
      .map { $0.replacing("{resource_dir}", with: folder.path) }
    language = json?["language"]?.string ?? ""
  }

  /// All kernels in `folders`, in the order of the folders, then of the names.
  package static func all(in folders: [URL]) -> [InstalledKernel] {
    folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.sorted().compactMap { InstalledKernel(in: folder.appending(path: $0)) }
    }
  }

  /// The path of the program, looked for as the system does; nil if there is none that can be run.
  package func program(path: String) -> String? {
    guard let word = command.first, !word.isEmpty else { return nil }
    let places =
      word.contains("/") ? [word] : path.split(separator: ":").map { "\($0)/\(word)" }
    return places.first {
      FileManager.default.isExecutableFile(atPath: $0) && FileStatus($0)?.kind != .folder
    }
  }
}
