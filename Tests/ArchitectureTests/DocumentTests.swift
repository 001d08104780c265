import FoundationEssentials
import Testing

/// The documents keep up with the files they speak of.
@Suite struct DocumentTests {
  static let guides = ["CHANGELOG.md"] + pages(in: "docs")

  @Test(arguments: ["README.md", "CONTRIBUTING.md", "Sources/README.md"] + guides)
  func everyLinkLeadsSomewhere(document: String) throws {
    let folder = SourceFile.root.appending(path: document).deletingLastPathComponent()
    let text = try SourceFile(path: document).text
    let links = text.matches(of: #/\]\(([^)#\s]*)(?:#([^)\s]*))?\)/#)
    for link in links where !link.1.hasPrefix("https://") {
      let file = folder.appending(path: String(link.1))
      let target = link.1.isEmpty ? text : try? String(contentsOf: file, encoding: .utf8)
      let isThere = target != nil || FileManager.default.fileExists(atPath: file.path)
      #expect(isThere, "\(document) links to \(link.1)")
      if let heading = link.2 {
        let headings = Self.anchors(of: target ?? "")
        #expect(headings.contains(String(heading)), "\(document) links to #\(heading)")
      }
    }
  }

  @Test(arguments: guides)
  func noLineIsLongerThan120Columns(document: String) throws {
    for line in try SourceFile(path: document).text.split(separator: "\n") {
      #expect(line.count <= 120, "\(document): \(line)")
    }
  }

  @Test func mapShowsEveryRoom() throws {
    let map = try SourceFile(path: "Sources/README.md").text
    for room in rooms.keys {
      #expect(map.contains("`\(room)`"), "\(room) in Sources/README.md")
    }
  }

  /// The Markdown files of a folder of the package.
  private static func pages(in folder: String) -> [String] {
    let path = SourceFile.root.appending(path: folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
  }

  /// What links to the headings of a page are written with: in small letters, with dashes for blanks.
  private static func anchors(of text: String) -> Set<String> {
    let headings = text.matches(of: #/(?m)^#+ (.*)$/#).map { $0.1.lowercased() }
    return Set(
      headings.map { heading in
        String(
          heading.compactMap { letter in
            letter == " " ? "-" : letter.isLetter || letter.isNumber || letter == "-" ? letter : nil
          })
      })
  }
}
