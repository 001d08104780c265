import FoundationEssentials

/// What lies at a path.
package enum FileContent {
  /// Whether a plain file lies at `path`, through links, and no folder, device or pipe; `nil` for
  /// nothing there.
  package static func isPlain(_ path: String) -> Bool? {
    let target = URL(filePath: path).resolvingSymlinksInPath().path
    guard let type = try? FileManager.default.attributesOfItem(atPath: target)[.type] else {
      return nil
    }
    return type as? FileAttributeType == .typeRegular
  }
}
