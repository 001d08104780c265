import JSONText

/// Name, version and language of a kernel (`kernel_info_reply`).
package struct KernelIdentity: Sendable {
  private let implementation: String
  private let version: String
  private let banner: String
  private let language: Language

  /// The facts about a language that a front-end needs to edit it.
  package struct Language: Sendable {
    let name: String
    let version: String
    let mimeType: String
    let fileExtension: String
    let relatedMimeType: String
    let pygmentsLexer: String

    /// Takes the file extension with its dot.
    ///
    /// `relatedMimeType` and `pygmentsLexer` may be those of another language, whose highlighting is used
    /// where this one is unknown.
    package init(
      name: String, version: String, mimeType: String, fileExtension: String,
      relatedMimeType: String, pygmentsLexer: String
    ) {
      self.name = name
      self.version = version
      self.mimeType = mimeType
      self.fileExtension = fileExtension
      self.relatedMimeType = relatedMimeType
      self.pygmentsLexer = pygmentsLexer
    }
  }

  /// Takes the program's name and version, the banner that consoles show at start, and the language.
  package init(implementation: String, version: String, banner: String, language: Language) {
    self.implementation = implementation
    self.version = version
    self.banner = banner
    self.language = language
  }

  /// The content of `kernel_info_reply`.
  var information: JSON {
    [
      "status": "ok", "protocol_version": .string(protocolVersion),
      "implementation": .string(implementation), "implementation_version": .string(version),
      "banner": .string(banner), "debugger": false, "supported_features": [],
      "language_info": [
        "name": .string(language.name), "version": .string(language.version),
        "mimetype": .string(language.mimeType), "file_extension": .string(language.fileExtension),
        "codemirror_mode": [
          "name": .string(language.name), "mime": .string(language.relatedMimeType),
        ],
        "pygments_lexer": .string(language.pygmentsLexer),
      ],
      "help_links": [],
    ]
  }
}
