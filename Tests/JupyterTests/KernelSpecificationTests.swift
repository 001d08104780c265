import FoundationEssentials
import JSONText
import Jupyter
import System
import Testing

@Test func templateIsWhatInstallWrites() throws {
  let template = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../kernelspec/kernel.json")
  let specification = KernelSpecification(
    name: "dephn", displayName: "DEPHN", language: "dephn",
    command: ["/path/of/dephn", "run"])
  let text = String(decoding: try Data(contentsOf: template), as: UTF8.self)
  #expect(specification.json.indentedText == text)
}

@Test func folderOfAKernelIsWritten() throws {
  let files = FileManager.default
  let data = files.temporaryDirectory.appending(path: "dephn-\(UUID().uuidString)")
  defer { try? files.removeItem(at: data) }
  try files.createDirectory(at: data, withIntermediateDirectories: true)
  let icon = data.appending(path: "logo-svg.svg")
  try Data("<svg/>".utf8).write(to: icon)
  let specification = KernelSpecification(
    name: "mine", displayName: "Mine", language: "dephn", command: ["/bin/x", "run"])
  let folder = try specification.write(into: data, icons: [icon])
  #expect(folder.path == data.path + "/kernels/mine")
  let json = try JSON(Data(contentsOf: folder.appending(path: "kernel.json")))
  #expect(json["argv"] == ["/bin/x", "run", "{connection_file}"])
  #expect(try Data(contentsOf: folder.appending(path: "logo-svg.svg")) == Data("<svg/>".utf8))
}

@Test(
  arguments: [
    ([:], "/home/me/.local/share/jupyter"),
    (["XDG_DATA_HOME": "/data"], "/data/jupyter"),
    (["XDG_DATA_HOME": "/data", "JUPYTER_DATA_DIR": "/jupyter"], "/jupyter"),
  ] as [([String: String], String)])
func folderOfOnePerson(environment: [String: String], path: String) throws {
  let folders = Folders(environment: environment.merging(["HOME": "/home/me"]) { $1 })
  #expect(try folders.path(.jupyter) == path)
}

@Test(arguments: [
  ("dephn-2.0_a", true), ("", false), ("a b", false), ("../x", false), ("ä", false),
])
func namesThatJupyterAccepts(name: String, isValid: Bool) {
  #expect(KernelSpecification.isValid(name: name) == isValid)
}
