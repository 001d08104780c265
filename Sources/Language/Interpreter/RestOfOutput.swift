import FoundationEssentials
import System

/// The file with what a cell has shown beyond its limit; made when there is something for it.
final class RestOfOutput {
  /// A file grows to this many bytes; the last line says that there was more.
  static let maximum = 64 << 20
  /// Files in the folder; when one more comes, the oldest goes.
  static let mostFiles = 50

  let path: String
  private let folder: String
  private var file: OpenFile?
  private var isClosed = false
  private var written = 0

  /// Takes the folder, which need not be there yet.
  init(in folder: String) {
    self.folder = folder
    // The name begins with the time, so that the order of names is that of age.
    let time = Date.now.ISO8601Format().replacing(":", with: "-")
    path = "\(folder)/cell-\(time)-\(UUID().uuidString.prefix(8)).txt"
  }

  /// Adds text; false if it cannot be kept.
  func write(_ text: String) -> Bool {
    if isClosed { return written > 0 }
    if file == nil { open() }
    let fits = written + text.utf8.count <= Self.maximum
    let text = fits ? text : "\nThe cell has shown more; it is left out.\n"
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
