import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The file with what a cell has shown beyond its limit; made when there is something for it.
final class RestOfOutput {
  /// A file grows to this many bytes; the last line says that there was more.
  static let maximum = 64 << 20
  /// Files in the folder; when one more comes, the oldest goes.
  static let mostFiles = 50

  let path: String
  private let folder: String
  private var descriptor: Int32 = -1
  private var isClosed = false
  private var written = 0

  /// Takes the folder, which need not be there yet.
  init(in folder: String) {
    self.folder = folder
    // The name begins with the time, so that the order of names is that of age.
    let time = Date.now.ISO8601Format().replacing(":", with: "-")
    path = "\(folder)/cell-\(time)-\(UUID().uuidString.prefix(8)).txt"
  }

  deinit { close() }

  /// Adds text; false if it cannot be kept.
  func write(_ text: String) -> Bool {
    if isClosed { return written > 0 }
    guard descriptor >= 0 || open() else {
      isClosed = true
      return false
    }
    let fits = written + text.utf8.count <= Self.maximum
    let text = fits ? text : "\nThe cell has shown more; it is left out.\n"
    written += text.utf8.count
    let isWhole = put(text)
    if !fits || !isWhole { close() }
    return isWhole
  }

  private func put(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, start, rest.count)
        #else
          let count = Darwin.write(descriptor, start, rest.count)
        #endif
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return false }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
      return true
    }
  }

  private func open() -> Bool {
    let files = FileManager.default
    try? files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let names = (try? files.contentsOfDirectory(atPath: folder)) ?? []
    let old = names.filter { $0.hasPrefix("cell-") }.sorted().dropLast(Self.mostFiles - 1)
    for name in old { try? files.removeItem(atPath: "\(folder)/\(name)") }
    #if canImport(Glibc)
      descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    #else
      descriptor = Darwin.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    #endif
    return descriptor >= 0
  }

  private func close() {
    isClosed = true
    guard descriptor >= 0 else { return }
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
    descriptor = -1
  }
}
