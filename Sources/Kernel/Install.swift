import ArgumentParser
import FoundationEssentials
import Jupyter

/// Tells Jupyter where this program is.
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the kernel known to Jupyter.",
    discussion: "Without --sys-prefix and --prefix the kernel is there for you in every Jupyter.")

  @Flag(help: "For you in every Jupyter (the default).") var user = false
  @Flag(help: "Into the active Python environment.") var sysPrefix = false
  @Option(help: "Into the Python environment in this folder.") var prefix: String?
  @Option(help: "The name that notebooks call the kernel by.") var name = "dephn"
  @Option(help: "The name that people see.") var displayName = "DEPHN"
  @OptionGroup var data: DataOptions

  func validate() throws {
    guard [user, sysPrefix, prefix != nil].filter({ $0 }).count < 2 else {
      throw ValidationError("Give only one of --user, --sys-prefix and --prefix.")
    }
    guard KernelSpecification.isValid(name: name) else {
      throw ValidationError("A kernel's name has only letters, digits, '.', '_' and '-'.")
    }
  }

  func run() throws {
    let program = try Self.program()
    let folder = data.folder.map { ["--data", URL(filePath: $0).standardizedFileURL.path] } ?? []
    let specification = KernelSpecification(
      name: name, displayName: displayName, language: "dephn",
      command: [program.path, "run"] + folder)
    let target = try dataFolder()
    do {
      let written = try specification.write(into: target, icons: Self.icons(near: program))
      print("Installed the kernel '\(name)' in \(written.path)")
    } catch {
      throw Refusal("The folder \(target.path) cannot be written.")
    }
  }

  /// The folder whose `kernels` Jupyter searches.
  private func dataFolder() throws -> URL {
    let environment = ProcessInfo.processInfo.environment
    if let prefix {
      return URL(filePath: prefix).standardizedFileURL.appending(path: "share/jupyter")
    }
    guard sysPrefix else {
      return KernelSpecification.userDataFolder(
        environment: environment, home: FileManager.default.homeDirectoryForCurrentUser)
    }
    guard let active = environment["VIRTUAL_ENV"] ?? environment["CONDA_PREFIX"] else {
      throw Refusal(
        "No Python environment is active: activate one, or name its folder with --prefix.")
    }
    return URL(filePath: active).appending(path: "share/jupyter")
  }

  /// The file of this program.
  private static func program() throws -> URL {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return URL(filePath: path)
    }
    guard let path = CommandLine.arguments.first, path.contains("/") else {
      throw Refusal("Call this program by its path, so that Jupyter can find it too.")
    }
    return URL(filePath: path).standardizedFileURL
  }

  /// The pictures in the folder `kernelspec` that lies nearest above the program; none without it.
  private static func icons(near program: URL) -> [URL] {
    let files = FileManager.default
    var folder = program.deletingLastPathComponent()
    while folder.path != "/" {
      let icons = folder.appending(path: "kernelspec")
      if let names = try? files.contentsOfDirectory(atPath: icons.path) {
        return names.filter { $0.hasPrefix("logo-") }.sorted().map { icons.appending(path: $0) }
      }
      folder.deleteLastPathComponent()
    }
    return []
  }
}
