import FoundationEssentials
package import Testing

/// Compares `text` with the golden file `Snapshots/NAME` beside the calling test.
///
/// `RECORD=1 swift test` writes the file anew.
package func expectGolden(
  _ text: String, _ name: String, file: String = #filePath,
  location: SourceLocation = #_sourceLocation
) {
  let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "Snapshots")
  let golden = folder.appending(path: name)
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? Data(text.utf8).write(to: golden)
    return
  }
  let expected = (try? Data(contentsOf: golden)).map { String(decoding: $0, as: UTF8.self) }
  #expect(text == expected, "differs from \(name)", sourceLocation: location)
}
