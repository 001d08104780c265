import FoundationEssentials
import Jupyter
import System
import Testing

/// The folders in the order of `jupyter --paths`, held against jupyter_core 5.9 and jupyter_client 8.10 by
/// Tests/Conformance/dephn/test_install.py too.
@Suite struct KernelFoldersTests {
  private func paths(_ environment: [String: String], python: String? = nil) -> [String] {
    let environment = environment.merging(["HOME": "/home/me"]) { $1 }
    return KernelFolders(environment: environment, pythonEnvironment: python).searched.map(\.path)
  }

  private let rest = [
    "/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels", "/home/me/.ipython/kernels",
  ]

  @Test func peoplesOwnFolderComesFirst() {
    let expected = ["/home/me/.local/share/jupyter/kernels"] + rest
    #expect(paths([:]) == expected)
  }

  @Test(arguments: [[:], ["HOME": ""], ["HOME": "home", "XDG_DATA_HOME": "data"]])
  func onlySystemFoldersWithoutAHome(environment: [String: String]) {
    let found = KernelFolders(environment: environment).searched.map(\.path)
    #expect(found == ["/usr/local/share/jupyter/kernels", "/usr/share/jupyter/kernels"])
  }

  @Test func namedFoldersComeBeforeAll() {
    let found = paths(["JUPYTER_PATH": "/a:/b", "IPYTHONDIR": "/i", "JUPYTER_DATA_DIR": "/d"])
    #expect(found.prefix(3) == ["/a/kernels", "/b/kernels", "/d/kernels"])
    #expect(found.last == "/i/kernels")
  }

  @Test(arguments: [(nil, false), ("1", true), ("0", false), ("no", false), ("", true)])
  func preferenceDecidesBetweenPersonAndEnvironment(wish: String?, environmentIsFirst: Bool) {
    var environment = ["CONDA_PREFIX": "/conda", "CONDA_DEFAULT_ENV": "base"]
    environment["JUPYTER_PREFER_ENV_PATH"] = wish
    let own = ["/home/me/.local/share/jupyter/kernels", "/conda/share/jupyter/kernels"]
    #expect(paths(environment).prefix(2) == (environmentIsFirst ? [own[1], own[0]] : own)[...])
  }

  @Test func ownVirtualEnvironmentComesFirst() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "venv-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let own = folder.appending(path: "share/jupyter/kernels").path
    #expect(paths(["VIRTUAL_ENV": folder.path])[1] == own)
    try Data().write(to: folder.appending(path: "pyvenv.cfg"))
    #expect(paths(["VIRTUAL_ENV": folder.path])[0] == own)
    #expect(paths([:], python: folder.path)[0] == own)
  }

  /// As jupyter_client fills it in, for a kernel that a wheel installed anywhere.
  @Test func resourceFolderIsTheKernelsOwn() throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "dephn-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let text = #"{"argv": ["{resource_dir}/dephn", "run", "{connection_file}"]}"#
    try Data(text.utf8).write(to: folder.appending(path: "kernel.json"))
    let kernel = InstalledKernel(in: folder)
    #expect(kernel?.command == ["\(folder.path)/dephn", "run", "{connection_file}"])
    #expect(kernel?.program(path: "") == nil)
    try files.copyItem(atPath: "/bin/true", toPath: folder.appending(path: "dephn").path)
    #expect(kernel?.program(path: "") == "\(folder.path)/dephn")
  }

  @Test func kernelsAreFoundInOrderOfFolders() throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "dephn-\(UUID().uuidString)")
    defer { try? files.removeItem(at: folder) }
    for (path, program) in [("a/dephn", "/bin/sh"), ("b/dephn", "no-such-program")] {
      let kernel = folder.appending(path: path)
      try files.createDirectory(at: kernel, withIntermediateDirectories: true)
      let text = #"{"argv": ["\#(program)", "run", "{connection_file}"], "language": "dephn"}"#
      try Data(text.utf8).write(to: kernel.appending(path: "kernel.json"))
    }
    try files.createDirectory(
      at: folder.appending(path: "b/empty"), withIntermediateDirectories: true)
    let kernels = InstalledKernel.all(in: ["b", "none", "a"].map { folder.appending(path: $0) })
    #expect(kernels.map(\.command.first) == ["no-such-program", "/bin/sh"])
    #expect(kernels.map { $0.program(path: "/bin:/usr/bin") } == [nil, "/bin/sh"])
    #expect(kernels.map(\.name) == ["dephn", "dephn"])
  }
}

@Suite struct KernelTrialTests {
  @Test func aProgramThatEndsIsReported() throws {
    #expect {
      try KernelTrial(of: ["/bin/sh", "-c", "echo no library; exit 3"], environment: [:])
    } throws: { "\($0)" == "It ended at once. It said: no library" }
  }

  @Test func aSilentProgramIsReported() throws {
    #expect {
      try KernelTrial(
        of: ["/bin/sh", "-c", "sleep 20"], environment: [:], patience: .milliseconds(100))
    } throws: { "\($0)" == "It did not answer in time." }
  }

  @Test func aMissingProgramIsReported() throws {
    #expect { try KernelTrial(of: ["/no/program"], environment: [:]) } throws: {
      "\($0)" == "'/no/program' cannot be started: No such file or directory."
    }
  }

  @Test func firstLineOfOutputIsReturned() throws {
    let words = ["/bin/sh", "-c", "echo $A; echo b"]
    #expect(
      try ChildProcess.output(of: words, environment: ["A": "first"], within: .seconds(5))
        == "first")
    #expect(
      try ChildProcess.output(
        of: ["/bin/sh", "-c", "sleep 9"], environment: [:], within: .milliseconds(50)) == nil)
  }
}

@Test func librariesReportTheirVersions() {
  let libraries = LoadedLibrary.all
  #expect(libraries.map(\.name) == ["libzmq", "libsodium", "SQLite"])
  #expect(libraries.map(\.problem) == [nil, nil, nil])
  #expect(libraries[0].abilities == ["curve", "ipc"])
  for library in libraries { #expect(library.version.split(separator: ".").count == 3) }
}
