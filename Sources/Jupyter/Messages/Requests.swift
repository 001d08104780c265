/// The content of an `execute_request`.
struct ExecuteRequest {
  let code: String
  /// Nothing is shown and nothing remembered.
  let isSilent: Bool
  let storesHistory: Bool
  /// Name and expression.
  let userExpressions: [(name: String, code: String)]
  /// Whether the front-end can ask its person for a line of text.
  let allowsInput: Bool
  /// Whether the cells that wait behind this one are given up if it fails.
  let stopsOnError: Bool

  init(_ content: JSON) throws(MessageError) {
    code = try content.code
    isSilent = content["silent"]?.bool ?? false
    storesHistory = !isSilent && content["store_history"]?.bool ?? true
    allowsInput = content["allow_stdin"]?.bool ?? false
    stopsOnError = content["stop_on_error"]?.bool ?? true
    userExpressions = (content["user_expressions"]?.object ?? [:])
      .sorted { $0.key < $1.key }
      .map { ($0.key, $0.value.string ?? "") }
  }
}

extension JSON {
  /// The field that every request about code has.
  var code: String {
    get throws(MessageError) {
      guard let code = self["code"]?.string else { throw .missing("code") }
      return code
    }
  }

  /// The place of the cursor in Unicode scalars, within the code; its end if the request has none.
  var cursor: Int {
    get throws(MessageError) {
      let end = try code.unicodeScalars.count
      guard let position = self["cursor_pos"]?.integer else { return end }
      return min(max(position, 0), end)
    }
  }
}
