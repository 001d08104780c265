package import JSONText

/// The outputs of a running cell; each one is handed to the publisher when the call returns.
package final class Outputs {
  /// The two streams of a cell.
  package enum Stream: String, Sendable {
    case output = "stdout"
    case errors = "stderr"
  }

  /// Asks the front-end for a line of text; nil if it cannot ask.
  typealias Question = (_ prompt: String) throws(CancellationError) -> String?

  private let line: PublisherLine
  /// The header of the cell's request, as JSON text.
  private let parent: [UInt8]
  package let isSilent: Bool
  private let executionCount: Int
  private let question: Question
  /// The `payload` of the reply: actions for the front-end.
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

  /// Appends `text` to a stream.
  package func stream(_ stream: Stream, _ text: String) {
    if !text.isEmpty { publish(.stream(stream.rawValue, Array(text.utf8))) }
  }

  /// Displays `bundle`; with a `displayID` it can be updated later.
  ///
  /// Notebooks keep `metadata` beside it.
  package func display(_ bundle: MimeBundle, displayID: String? = nil, metadata: JSON = [:]) {
    publish(.message("display_data", Self.content(bundle, displayID, metadata).bytes))
  }

  /// Replaces every display with that `displayID` by `bundle`.
  package func update(_ bundle: MimeBundle, displayID: String, metadata: JSON = [:]) {
    publish(.update(displayID, Self.content(bundle, displayID, metadata).bytes))
  }

  /// Shows `bundle` as the result of the cell.
  package func result(_ bundle: MimeBundle, metadata: JSON = [:]) {
    let content = Self.content(bundle, nil, metadata).adding([
      "execution_count": .integer(executionCount)
    ])
    publish(.message("execute_result", content.bytes))
  }

  /// Clears the output of the cell; with `wait`, only when the next output comes.
  package func clear(wait: Bool) { publish(.clear(wait: wait)) }

  /// Asks the person for a line of text, below the cell's output; nil if the front-end cannot ask.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package func ask(_ prompt: String) throws(CancellationError) -> String? {
    flush()
    return try question(prompt)
  }

  /// Shows `bundle` in the front-end's pager when the cell has ended.
  package func page(_ bundle: MimeBundle) {
    if !isSilent {
      payload.append(["source": "page", "start": 0, "data": Self.data(of: bundle)])
    }
  }

  /// Asks the front-end to exit after the cell; consoles do, notebooks ignore it.
  package func askExit() {
    payload.append(["source": "ask_exit", "keepkernel": false])
  }

  /// Publishes the error that ended the cell.
  func error(_ failure: Failure) {
    let content: JSON = [
      "ename": .string(failure.name), "evalue": .string(failure.value),
      "traceback": .array(failure.traceback.map(JSON.string)),
    ]
    publish(.message("error", content.bytes))
  }

  /// Makes the publisher send all output that it holds back.
  func flush() { publish(.flush) }

  /// Hands an output to the publisher; fails only when the kernel ends, which is ignored.
  private func publish(_ body: Publication.Body) {
    if !isSilent { try? line.publish(Publication(parent: parent, body)) }
  }

  private static func content(_ bundle: MimeBundle, _ displayID: String?, _ metadata: JSON) -> JSON
  {
    [
      "data": data(of: bundle), "metadata": metadata,
      "transient": displayID.map { ["display_id": .string($0)] } ?? [:],
    ]
  }

  /// The forms of a bundle by MIME type.
  static func data(of bundle: MimeBundle) -> JSON {
    .object(Dictionary(bundle.map { ($0.mime, $0.data) }) { _, last in last })
  }
}
