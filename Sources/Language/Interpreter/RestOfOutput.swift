import FoundationEssentials
import System

/// The file for output beyond the limit of a cell; created when it is needed.
final class RestOfOutput {
  /// Maximum size of a file in bytes; its last line says that more was dropped.
  static let maximum = 64 << 20
  /// Maximum number of files in the folder; the oldest is deleted first.
  static let mostFiles = 50

  let path: String
  private let folder: String
  private var file: OpenFile?
  private var isClosed = false
  private var written = 0

  /// Creates nothing yet; the folder need not exist.
  init(in folder: String) {
    self.folder = folder
    // The name begins with the time, so that names sort by age.
    let time = Date.now.ISO8601Format().replacing(":", with: "-")
    path = "\(folder)/cell-\(time)-\(UUID().uuidString.prefix(8)).txt"
  }

  /// Appends text; returns false if it cannot be written.
  func write(_ text: String) -> Bool {
    if isClosed { return written > 0 }
    if file == nil { open() }
    let fits = written + text.utf8.count <= Self.maximum
    let text = fits ? text : "\nThe cell has printed more than 64 MB; the rest is dropped.\n"
    let isWhole = (try? file?.write(text)) != nil
    if isWhole { written += text.utf8.count }
    if !fits || !isWhole { close() }
    return isWhole
  }

  private func open() {
    let files = FileManager.default
    try? files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    let old = names.filter { $0.hasPrefix("cell-") }.sorted().dropLast(Self.mostFiles - 1)
    for name in old { try? files.removeItem(atPath: "\(folder)/\(name)") }
    file = try? OpenFile(new: path, permissions: 0o600)
  }

  private func close() {
    isClosed = true
    file = nil
  }
}
