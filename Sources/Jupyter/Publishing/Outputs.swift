import JSONText

/// What a running cell shows; each output is on its way when the call returns.
package final class Outputs {
  /// The two streams of a cell.
  package enum Stream: String, Sendable {
    case output = "stdout"
    case errors = "stderr"
  }

  /// How a cell asks for a line of text; nil if nobody can be asked.
  typealias Question = (_ prompt: String) throws(CancellationError) -> String?

  private let line: PublisherLine
  /// The header of the cell's request, as JSON text.
  private let parent: [UInt8]
  let isSilent: Bool
  private let executionCount: Int
  private let question: Question
  /// What the reply asks the front-end to do (`payload`).
  private(set) var payload: [JSON] = []

  init(
    line: PublisherLine, parent: [UInt8], isSilent: Bool, executionCount: Int,
    ask: @escaping Question
  ) {
    self.line = line
    self.parent = parent
    self.isSilent = isSilent
    self.executionCount = executionCount
    question = ask
  }

  /// Writes `text` behind what the stream has already.
  package func stream(_ stream: Stream, _ text: String) {
    if !text.isEmpty { publish(.stream(stream.rawValue, Array(text.utf8))) }
  }

  /// Shows `bundle`; with a `displayID`, `update` can change it later.
  package func display(_ bundle: MimeBundle, displayID: String? = nil) {
    publish(.message("display_data", Self.content(bundle, displayID: displayID).bytes))
  }

  /// Replaces with `bundle` everything that was shown with `displayID`.
  package func update(_ bundle: MimeBundle, displayID: String) {
    publish(.update(displayID, Self.content(bundle, displayID: displayID).bytes))
  }

  /// Shows `bundle` as the value of the cell.
  package func result(_ bundle: MimeBundle) {
    let content = Self.content(bundle).adding(["execution_count": .integer(executionCount)])
    publish(.message("execute_result", content.bytes))
  }

  /// Removes what the cell has shown, with `wait` not before the next output comes.
  package func clear(wait: Bool) { publish(.clear(wait: wait)) }

  /// Asks the person at the front-end for a line of text, below all that the cell has shown; nil if the
  /// front-end cannot ask.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func ask(_ prompt: String) throws(CancellationError) -> String? {
    flush()
    return try question(prompt)
  }

  /// Shows `bundle` in the pager of the front-end, when the cell has ended.
  package func page(_ bundle: MimeBundle) {
    if !isSilent {
      payload.append(["source": "page", "start": 0, "data": Self.data(of: bundle)])
    }
  }

  /// Shows why the cell stopped.
  func error(_ failure: Failure) {
    let content: JSON = [
      "ename": .string(failure.name), "evalue": .string(failure.value),
      "traceback": .array(failure.traceback.map(JSON.string)),
    ]
    publish(.message("error", content.bytes))
  }

  /// Makes sure that nothing is held back any longer.
  func flush() { publish(.flush) }

  /// Cannot fail but by the end of the kernel, which needs no answer here.
  private func publish(_ body: Publication.Body) {
    if !isSilent { try? line.publish(Publication(parent: parent, body)) }
  }

  private static func content(_ bundle: MimeBundle, displayID: String? = nil) -> JSON {
    [
      "data": data(of: bundle), "metadata": [:],
      "transient": displayID.map { ["display_id": .string($0)] } ?? [:],
    ]
  }

  /// The forms of a bundle by MIME type.
  static func data(of bundle: MimeBundle) -> JSON {
    .object(Dictionary(bundle.map { ($0.mime, $0.data) }) { _, last in last })
  }
}
