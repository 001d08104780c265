import FoundationEssentials
import Testing

/// The documents keep up with the files they speak of.
@Suite struct DocumentTests {
  @Test(arguments: ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Sources/README.md"])
  func everyLinkLeadsToAFile(document: String) throws {
    let folder = SourceFile.root.appending(path: document).deletingLastPathComponent()
    let links = try SourceFile(path: document).text.matches(of: #/\]\(([^)#]+)[^)]*\)/#)
    for link in links.map({ String($0.1) }) where !link.hasPrefix("https://") {
      let isThere = FileManager.default.fileExists(atPath: folder.appending(path: link).path)
      #expect(isThere, "\(document) links to \(link)")
    }
  }

  @Test func mapShowsEveryRoom() throws {
    let map = try SourceFile(path: "Sources/README.md").text
    for room in rooms.keys {
      #expect(map.contains("`\(room)`"), "\(room) in Sources/README.md")
    }
  }
}
