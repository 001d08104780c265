package import JSONText

/// One output in all the forms that it has, by MIME type.
///
/// Text is a string, a picture one in base64; `…+json` is the value itself, so that front-ends need not
/// read it twice.
package typealias MimeBundle = [(mime: String, data: JSON)]

/// Runs cells; lives in the thread that made it.
package protocol Interpreter {
  /// Runs a cell; what it shows goes to `outputs` at once.
  func execute(_ code: String, to outputs: Outputs) throws(Failure)

  /// The value of a user expression, shown beside the reply of a cell.
  func evaluate(_ expression: String) throws(Failure) -> MimeBundle
}

/// Answers questions about code that does not run; asked at any time, also while a cell runs.
///
/// Positions count Unicode scalars, as the protocol does since 5.2.
package protocol Assistant: Sendable {
  /// Somebody asks and waits: called with each question that this kernel answers, before the answer.
  func makeWay()
  /// The words that may stand at `cursor`.
  func complete(_ code: String, at cursor: Int) -> Completions
  /// What is known about the word at `cursor`; with `detail` 1 everything that is known.
  func inspect(_ code: String, at cursor: Int, detail: Int) -> MimeBundle?
  /// Whether `code` can be run as it stands.
  func completeness(of code: String) -> Completeness
}

/// Words that can stand for the scalars `start..<end` of the code.
package struct Completions: Sendable {
  let matches: [(text: String, type: String)]
  let start: Int
  let end: Int

  /// Takes the words, each with a type that front-ends show as an icon, and the range that they replace.
  package init(matches: [(text: String, type: String)], start: Int, end: Int) {
    self.matches = matches
    self.start = start
    self.end = end
  }
}

/// Whether a cell can be run as it stands.
package enum Completeness: Sendable, Equatable {
  case complete
  /// Something is still open; the next line starts with `indent`.
  case incomplete(indent: String)
  case invalid
}

/// Why a cell stopped.
package struct Failure: Error, Sendable, Equatable {
  let name: String
  let value: String
  let traceback: [String]

  /// Takes the kind of the failure, one sentence, and the lines to show.
  package init(name: String, value: String, traceback: [String]) {
    self.name = name
    self.value = value
    self.traceback = traceback
  }
}
