import ArgumentParser
import FoundationEssentials
import Jupyter
import System

/// Installs the kernel for Jupyter.
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Install the kernel for Jupyter.",
    discussion:
      "Without --sys-prefix or --prefix, every Jupyter of your user account gets the kernel.")

  @OptionGroup var location: KernelLocation
  @Option(help: "Name of the kernel in menus.") var displayName = "DEPHN"
  @OptionGroup var data: DataOptions

  func run() throws {
    let program = try ownProgram()
    let folder = data.folder.map { ["--data", URL(filePath: $0).standardizedFileURL.path] } ?? []
    let specification = KernelSpecification(
      name: location.name, displayName: displayName, language: "dephn",
      command: [program.path, "run"] + folder)
    let target = try location.dataFolder()
    let icons = Self.icons(near: program)
    let written: URL
    do {
      written = try specification.write(into: target, icons: icons)
      print("Installed the kernel '\(location.name)' in \(written.path)")
    } catch {
      throw Refusal("The folder \(target.path) cannot be written.")
    }
    if icons.isEmpty {
      print("There are no logos beside the program: menus show the kernel without one.")
    }
    try warnOfOther(than: written)
    try start(written)
    for notice in data.notices { StandardStreams.writeError(notice + "\n") }
  }

  /// Warns if Jupyter finds another kernel of that name first.
  private func warnOfOther(than written: URL) throws {
    let kernels = InstalledKernel.all(in: try location.searchedFolders())
    guard let first = kernels.first(where: { $0.name == location.name.lowercased() }) else {
      return
    }
    if first.folder.standardizedFileURL.path == written.standardizedFileURL.path { return }
    StandardStreams.writeError(
      """
      Jupyter uses the kernel '\(location.name)' in \(first.folder.path) instead, which it finds first.
      Remove that one (rm -r \(first.folder.path)) or install there; `dephn doctor` lists all kernels.

      """)
  }

  /// Starts the kernel once, as Jupyter will.
  private func start(_ written: URL) throws {
    guard let kernel = InstalledKernel(in: written) else {
      throw Refusal("The new kernel in \(written.path) cannot be read.")
    }
    do {
      let trial = try KernelTrial(of: kernel.command, environment: KernelLocation.environment)
      print("It starts and answers (protocol \(trial.protocolVersion)).")
    } catch {
      throw Refusal("Jupyter cannot start it: \(error)")
    }
  }

  /// The icons beside the program, as in the wheel, or in the nearest folder `kernelspec` above it.
  private static func icons(near program: URL) -> [URL] {
    var folder = program.deletingLastPathComponent()
    var icons = icons(in: folder)
    while icons.isEmpty, folder.path != "/" {
      icons = Self.icons(in: folder.appending(path: "kernelspec"))
      folder.deleteLastPathComponent()
    }
    return icons
  }

  private static func icons(in folder: URL) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasPrefix("logo-") }.sorted().map { folder.appending(path: $0) }
  }
}
