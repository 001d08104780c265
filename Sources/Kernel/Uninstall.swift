import ArgumentParser
import FoundationEssentials
import Jupyter

/// Takes back what `install` did.
struct Uninstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Remove the kernel from Jupyter.",
    discussion: "Removes what `install` wrote with the same options, and nothing else.")

  @OptionGroup var place: KernelPlace

  func run() throws {
    let folder = try place.kernelFolder()
    guard let kernel = InstalledKernel(in: folder) else {
      throw Refusal("There is no kernel in \(folder.path); `dephn doctor` lists those that are.")
    }
    guard try isOurs(kernel) else {
      throw Refusal(
        "The kernel in \(folder.path) starts another program (\(kernel.command.first ?? "none"))"
          + " and stays. To remove it all the same: rm -r \(folder.path)")
    }
    if kernel.resolvedProgram?.hasPrefix(folder.resolvingSymlinksInPath().path + "/") == true {
      throw Refusal("The kernel in \(folder.path) came with a wheel: pip uninstall dephn")
    }
    let files = FileManager.default
    let names = try files.contentsOfDirectory(atPath: folder.path)
    for name in names where name == "kernel.json" || name.hasPrefix("logo-") {
      try files.removeItem(at: folder.appending(path: name))
    }
    let isEmpty = try files.contentsOfDirectory(atPath: folder.path).isEmpty
    if isEmpty { try files.removeItem(at: folder) }
    print("Removed the kernel '\(place.name)' from \(folder.path)")
  }

  /// It starts this program, or one of this name that is gone.
  private func isOurs(_ kernel: InstalledKernel) throws -> Bool {
    if kernel.starts(try ownProgram()) { return true }
    let name = kernel.command.first?.split(separator: "/").last
    return kernel.resolvedProgram == nil && kernel.language == "dephn" && name == "dephn"
  }
}
