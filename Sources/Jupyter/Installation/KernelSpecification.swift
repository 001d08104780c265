package import FoundationEssentials
package import JSONText
import System

/// A kernel specification, which makes a kernel known to Jupyter: a folder with `kernel.json` and icons.
package struct KernelSpecification: Sendable {
  private let name: String
  private let displayName: String
  private let language: String
  private let command: [String]

  /// Takes the name used by notebooks, the name shown to people, and the command that starts the kernel.
  ///
  /// `name` is also the name of the folder. Jupyter appends the connection file to the command.
  package init(name: String, displayName: String, language: String, command: [String]) {
    self.name = name
    self.displayName = displayName
    self.language = language
    self.command = command
  }

  /// The content of `kernel.json`.
  package var json: JSON {
    [
      "argv": .array((command + ["{connection_file}"]).map(JSON.string)),
      "display_name": .string(displayName), "language": .string(language),
      "interrupt_mode": "message", "kernel_protocol_version": .string(protocolVersion),
      "metadata": ["supported_encryption": ["curve"]],
    ]
  }

  /// True if Jupyter accepts `name` as the name of a kernel.
  package static func isValid(name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber
          || "._-".utf8.contains($0)
      }
  }

  /// Largest size of an icon in bytes; Jupyter shows it at 64 × 64 pixels.
  private static let largestIcon = 16 << 20

  /// Writes the folder into `kernels` below `dataFolder`, with a copy of each of `icons`.
  ///
  /// - Returns: The folder.
  /// - Throws: `FileError` or `SystemError`.
  package func write(into dataFolder: URL, icons: [URL]) throws -> URL {
    let folder = dataFolder.appending(path: "kernels").appending(path: name)
    for icon in icons {
      let bytes = try PlainFile.bytes(of: icon.path, most: Self.largestIcon)
      try Replacement.write(bytes, to: folder.appending(path: icon.lastPathComponent).path)
    }
    let text = Array(json.indentedText.utf8)
    try Replacement.write(text, to: folder.appending(path: "kernel.json").path)
    return folder
  }
}
