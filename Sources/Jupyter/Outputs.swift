/// What a running cell shows; each output is on its way when the call returns.
package final class Outputs {
  /// The two streams of a cell.
  package enum Stream: String, Sendable {
    case output = "stdout"
    case errors = "stderr"
  }

  private let line: PublisherLine
  private let parent: JSON
  private let isSilent: Bool
  private let executionCount: Int
  /// What the reply asks the front-end to do (`payload`).
  private(set) var payload: [JSON] = []

  init(line: PublisherLine, parent: JSON, isSilent: Bool, executionCount: Int) {
    self.line = line
    self.parent = parent
    self.isSilent = isSilent
    self.executionCount = executionCount
  }

  /// Writes `text` behind what the stream has already.
  package func stream(_ stream: Stream, _ text: String) {
    if !text.isEmpty { publish(.stream(stream.rawValue, Array(text.utf8))) }
  }

  /// Shows `bundle`; with a `displayID`, `update` can change it later.
  package func display(_ bundle: MimeBundle, displayID: String? = nil) {
    publish(.message("display_data", Self.content(bundle, displayID: displayID)))
  }

  /// Puts `bundle` in the place of everything that was shown with `displayID`.
  package func update(_ bundle: MimeBundle, displayID: String) {
    publish(.update(displayID, Self.content(bundle, displayID: displayID)))
  }

  /// Shows `bundle` as the value of the cell.
  package func result(_ bundle: MimeBundle) {
    let content = Self.content(bundle).adding(["execution_count": .integer(executionCount)])
    publish(.message("execute_result", content))
  }

  /// Removes what the cell has shown, with `wait` not before the next output comes.
  package func clear(wait: Bool) {
    publish(.message("clear_output", ["wait": .bool(wait)]))
  }

  /// Shows `bundle` in the pager of the front-end, when the cell has ended.
  package func page(_ bundle: MimeBundle) {
    if !isSilent {
      payload.append(["source": "page", "start": 0, "data": Self.data(of: bundle)])
    }
  }

  /// Shows why the cell stopped.
  func error(_ failure: Failure) {
    publish(
      .message(
        "error",
        [
          "ename": .string(failure.name), "evalue": .string(failure.value),
          "traceback": .array(failure.traceback.map(JSON.string)),
        ]))
  }

  /// Makes sure that nothing is held back any longer.
  func flush() { publish(.flush) }

  /// Cannot fail but by the end of the kernel, which needs no answer here.
  private func publish(_ body: Publication.Body) {
    if !isSilent { try? line.publish(body, parent: parent) }
  }

  private static func content(_ bundle: MimeBundle, displayID: String? = nil) -> JSON {
    [
      "data": data(of: bundle), "metadata": [:],
      "transient": displayID.map { ["display_id": .string($0)] } ?? [:],
    ]
  }

  /// The forms of a bundle by MIME type; JSON stays JSON, so that front-ends need not read it twice.
  static func data(of bundle: MimeBundle) -> JSON {
    let forms = bundle.map { form -> (String, JSON) in
      let value = form.mime.hasSuffix("+json") ? try? JSON(form.data.utf8) : nil
      return (form.mime, value ?? .string(form.data))
    }
    return .object(Dictionary(forms) { _, last in last })
  }
}
