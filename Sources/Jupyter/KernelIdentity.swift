/// What a kernel says about itself and its language (`kernel_info_reply`).
package struct KernelIdentity: Sendable {
  package var implementation: String
  package var version: String
  package var banner: String
  package var language: Language
  package var helpLinks: [(text: String, url: String)] = []

  /// What a front-end must know about a language to edit it.
  package struct Language: Sendable {
    package var name: String
    package var version: String
    package var mimeType: String
    /// With the dot.
    package var fileExtension: String
    /// The CodeMirror mode of another language to colour it with.
    package var codeMirrorMode: String
    /// The Pygments lexer of another language to colour it with.
    package var pygmentsLexer: String

    package init(
      name: String, version: String, mimeType: String, fileExtension: String,
      codeMirrorMode: String, pygmentsLexer: String
    ) {
      self.name = name
      self.version = version
      self.mimeType = mimeType
      self.fileExtension = fileExtension
      self.codeMirrorMode = codeMirrorMode
      self.pygmentsLexer = pygmentsLexer
    }
  }

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
        "codemirror_mode": .string(language.codeMirrorMode),
        "pygments_lexer": .string(language.pygmentsLexer),
      ],
      "help_links": .array(
        helpLinks.map { ["text": .string($0.text), "url": .string($0.url)] }),
    ]
  }
}
