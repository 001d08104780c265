package import FoundationEssentials
package import JSONText

/// What tells Jupyter that a kernel exists: a folder with `kernel.json` and icons.
package struct KernelSpecification: Sendable {
  private let name: String
  private let displayName: String
  private let language: String
  private let command: [String]

  /// Takes what notebooks call the kernel by, what people see, and the command that starts it.
  ///
  /// The name is that of the folder, too; Jupyter puts the connection file at the command's end.
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

  /// Whether Jupyter accepts `name` as the name of a kernel.
  package static func isValid(name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        Character(Unicode.Scalar($0)).isLetter || Character(Unicode.Scalar($0)).isNumber
          || "._-".utf8.contains($0)
      }
  }

  /// Writes the folder into `kernels` below `dataFolder`, with a copy of each of `icons`.
  ///
  /// - Returns: The folder.
  package func write(into dataFolder: URL, icons: [URL]) throws -> URL {
    let files = FileManager.default
    let folder = dataFolder.appending(path: "kernels").appending(path: name)
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    for icon in icons {
      try Data(contentsOf: icon).write(to: folder.appending(path: icon.lastPathComponent))
    }
    try Data(json.indentedText.utf8).write(to: folder.appending(path: "kernel.json"))
    return folder
  }

  /// The folder in which Jupyter looks for the kernels of one person.
  ///
  /// `JUPYTER_DATA_DIR` wins; else `Library/Jupyter` on macOS, `XDG_DATA_HOME/jupyter` elsewhere.
  package static func userDataFolder(environment: [String: String], home: URL) -> URL {
    if let folder = environment["JUPYTER_DATA_DIR"], !folder.isEmpty {
      return URL(filePath: folder)
    }
    #if os(macOS)
      return home.appending(path: "Library/Jupyter")
    #else
      if let folder = environment["XDG_DATA_HOME"], !folder.isEmpty {
        return URL(filePath: folder).appending(path: "jupyter")
      }
      return home.appending(path: ".local/share/jupyter")
    #endif
  }
}
