import ArgumentParser
import FoundationEssentials
import Jupyter

/// Removes an installed kernel.
struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove the kernel from Jupyter.",
    discussion: "Removes what `install` created with the same options, and nothing else.")

  @OptionGroup var location: KernelLocation

  func run() throws {
    let folder = try location.kernelFolder()
    guard let kernel = InstalledKernel(in: folder) else {
      throw Refusal("There is no kernel in \(folder.path); `dephn doctor` lists all kernels.")
    }
    guard try isOurs(kernel) else {
      throw Refusal(
        "The kernel in \(folder.path) starts another program (\(kernel.command.first ?? "none"))"
          + " and was kept. To remove it anyway: rm -r \(folder.path)")
    }
    if kernel.resolvedProgram?.hasPrefix(folder.resolvingSymlinksInPath().path + "/") == true {
      throw Refusal("The kernel in \(folder.path) was installed by pip: pip uninstall dephn")
    }
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: folder.path)
    for name in names where name == "kernel.json" || name.hasPrefix("logo-") {
      try files.removeItem(at: folder.appending(path: name))
    }
    let isEmpty = try files.contentsOfDirectory(atPath: folder.path).isEmpty
    if isEmpty { try files.removeItem(at: folder) }
    print("Removed the kernel '\(location.name)' from \(folder.path)")
  }

  /// True if it starts this program, or a program of this name that no longer exists.
  private func isOurs(_ kernel: InstalledKernel) throws -> Bool {
    if kernel.starts(try ownProgram()) { return true }
    let name = kernel.command.first?.split(separator: "/").last
    return kernel.resolvedProgram == nil && kernel.language == "dephn" && name == "dephn"
  }
}
