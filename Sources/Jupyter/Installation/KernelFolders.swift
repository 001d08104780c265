package import FoundationEssentials
import JSONText
import System

/// The folders in which Jupyter searches for kernels; of two with the same name, the earlier one wins.
///
/// The order follows `jupyter_core.paths.jupyter_path` and `jupyter_client.kernelspec`: `JUPYTER_PATH`,
/// the person's folder and the Python environment's (in either order), the system's, IPython's.
package struct KernelFolders: Sendable {
  private let environment: [String: String]
  private let folders: Folders
  /// The Python environment that Jupyter runs in, as far as it can be found out.
  private let pythonEnvironment: String?

  /// Takes the folder of the Python environment if it is known; otherwise it is derived from
  /// `VIRTUAL_ENV`, `CONDA_PREFIX` or the folder of `jupyter` on the `PATH`.
  package init(environment: [String: String], pythonEnvironment: String? = nil) {
    self.environment = environment
    folders = Folders(environment: environment)
    self.pythonEnvironment =
      pythonEnvironment ?? Self.activeEnvironment(environment)
      ?? Self.environmentOfJupyter(on: environment["PATH"] ?? "")
  }

  /// The folder of the Python environment that is active in the shell; nil if none is.
  package static func activeEnvironment(_ environment: [String: String]) -> String? {
    ["VIRTUAL_ENV", "CONDA_PREFIX"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
  }

  /// The folders in the order of the search; they need not exist.
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

  /// True if Jupyter searches its Python environment before the person's folder, as it does in the
  /// person's own virtual environment.
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

/// An installed kernel: a folder with a `kernel.json`.
package struct InstalledKernel: Sendable {
  /// The name by which notebooks refer to it.
  package let name: String
  /// The folder of `kernel.json`.
  package let folder: URL
  /// The command that starts it, with `{resource_dir}` replaced by the kernel's folder; empty if the file
  /// cannot be read.
  package let command: [String]
  /// The language of its cells.
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

  /// All kernels in `folders`, ordered by folder, then by name.
  package static func all(in folders: [URL]) -> [InstalledKernel] {
    folders.flatMap { folder in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.sorted().compactMap { InstalledKernel(in: folder.appending(path: $0)) }
    }
  }

  /// The data folders it was installed with.
  package var dataFolders: [String] {
    zip(command, command.dropFirst()).filter { $0.0 == "--data" }.map(\.1)
  }

  /// The path of its program, found along `path` as the system does; nil if there is no executable file.
  package func program(path: String) -> String? {
    guard let word = command.first, !word.isEmpty else { return nil }
    let paths =
      word.contains("/") ? [word] : path.split(separator: ":").map { "\($0)/\(word)" }
    return paths.first {
      FileManager.default.isExecutableFile(atPath: $0) && FileStatus($0)?.kind != .folder
    }
  }
}
