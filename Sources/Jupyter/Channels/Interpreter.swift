package import JSONText

/// One output in all its forms, by MIME type.
///
/// Text is a string, a picture a base64 string; `…+json` is the JSON value itself.
package typealias MimeBundle = [(mime: String, data: JSON)]

/// Runs cells; used only on the thread that made it.
package protocol Interpreter {
  /// Runs a cell, whose output goes to `outputs` as it is made.
  ///
  /// - Throws: `Failure` if the cell fails or is interrupted.
  func execute(_ code: String, to outputs: Outputs) throws(Failure)

  /// Shows a notice about the kernel itself above the output of a cell.
  func show(notice: String, on outputs: Outputs)

  /// The value of a user expression, which is returned with the reply of a cell.
  ///
  /// - Throws: `Failure` if it has no value.
  func evaluate(_ expression: String) throws(Failure) -> MimeBundle
}

/// Answers questions about code without running it, on any thread and while a cell runs.
///
/// Positions count Unicode scalars, as in the protocol since 5.2.
package protocol Assistant: Sendable {
  /// Called before each answer, so that running work can leave a processor to it.
  func makeWay()
  /// The words that can be completed at `cursor`.
  func complete(_ code: String, at cursor: Int) -> Completions
  /// Help on the word at `cursor`, in full with `detail` 1; nil if there is none.
  func inspect(_ code: String, at cursor: Int, detail: Int) -> MimeBundle?
  /// The completeness of `code`, which decides whether a console runs it or asks for more.
  func completeness(of code: String) -> Completeness
}

/// Completions that replace the scalars `start..<end` of the code.
package struct Completions: Sendable {
  let matches: [(text: String, type: String)]
  let start: Int
  let end: Int

  /// Takes words with the type that front-ends show as an icon, and the range that they replace.
  package init(matches: [(text: String, type: String)], start: Int, end: Int) {
    self.matches = matches
    self.start = start
    self.end = end
  }
}

/// The completeness of the code of a cell.
package enum Completeness: Sendable, Equatable {
  /// It can be run.
  case complete
  /// Something is still open; the next line starts with `indent`.
  case incomplete(indent: String)
  /// No further line can make it valid.
  case invalid
}

/// The error that ended a cell.
package struct Failure: Error, Sendable, Equatable {
  let name: String
  let value: String
  let traceback: [String]

  /// Takes the name of the error, a sentence, and the lines to show.
  package init(name: String, value: String, traceback: [String]) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}
