import ArgumentParser
import FoundationEssentials
import Jupyter
import System

/// Tells Jupyter where this program is.
struct Install: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make the kernel known to Jupyter.",
    discussion: "Without --sys-prefix and --prefix the kernel is there for you in every Jupyter.")

  @OptionGroup var place: KernelPlace
  @Option(help: "The name that people see.") var displayName = "DEPHN"
  @OptionGroup var data: DataOptions

  func run() throws {
    let program = try ownProgram()
    let folder = data.folder.map { ["--data", URL(filePath: $0).standardizedFileURL.path] } ?? []
    let specification = KernelSpecification(
      name: place.name, displayName: displayName, language: "dephn",
      command: [program.path, "run"] + folder)
    let target = try place.dataFolder()
    let written: URL
    do {
      written = try specification.write(into: target, icons: Self.icons(near: program))
      print("Installed the kernel '\(place.name)' in \(written.path)")
    } catch {
      throw Refusal("The folder \(target.path) cannot be written.")
    }
    try warnOfOther(than: written)
    try start(written)
  }

  /// Says so if Jupyter takes another kernel of that name, from a folder that it searches earlier.
  private func warnOfOther(than written: URL) throws {
    let kernels = InstalledKernel.all(in: try place.searchedFolders())
    guard let first = kernels.first(where: { $0.name == place.name.lowercased() }) else { return }
    if first.folder.standardizedFileURL.path == written.standardizedFileURL.path { return }
    StandardStreams.writeError(
      """
      Jupyter takes the kernel '\(place.name)' in \(first.folder.path) instead: it looks there first.
      Remove that one (rm -r \(first.folder.path)), or install there; `dephn doctor` lists all.

      """)
  }

  /// Starts this program as Jupyter will.
  private func start(_ written: URL) throws {
    guard let kernel = InstalledKernel(in: written) else {
      throw Refusal("What was written to \(written.path) cannot be read.")
    }
    do {
      let trial = try KernelTrial(of: kernel.command, environment: KernelPlace.environment)
      print("It starts and answers, with protocol \(trial.protocolVersion).")
    } catch {
      throw Refusal("Jupyter cannot start it: \(error)")
    }
  }

  /// The pictures beside the program, as in the wheel, or in the folder `kernelspec` that lies nearest above
  /// it; none without them.
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
