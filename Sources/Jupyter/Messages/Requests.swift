import JSONText

/// The content of an `execute_request`.
struct ExecuteRequest: Sendable {
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

/// The content of a request about code that does not run: completion, inspection, completeness.
struct CodeRequest {
  let code: String
  /// Unicode scalars before the cursor, within the code; all of them if the request has no cursor.
  let cursor: Int
  /// 0, or 1 for everything that is known.
  let detail: Int

  init(_ content: JSON) throws(MessageError) {
    code = try content.code
    let end = code.unicodeScalars.count
    cursor = min(max(content["cursor_pos"]?.integer ?? end, 0), end)
    detail = min(max(content["detail_level"]?.integer ?? 0, 0), 1)
  }
}

/// The content of a `history_request`.
struct HistoryRequest {
  /// Which cells are wanted.
  enum Access {
    /// The last ones of all sessions.
    case tail(count: Int)
    /// Those of a session with numbers from `start` up to, but not with, `stop`; a session up to 0
    /// counts back from this one.
    case range(session: Int, start: Int, stop: Int)
    /// The last ones that match a glob pattern.
    case search(pattern: String, count: Int, isUnique: Bool)
    /// A way that this protocol does not have.
    case unknown
  }

  let access: Access
  /// Whether each cell comes with its output, which is not kept.
  let wantsOutput: Bool

  init(_ content: JSON) {
    let count = max(content["n"]?.integer ?? .max, 0)
    access =
      switch content["hist_access_type"]?.string {
      case "tail": .tail(count: count)
      case "range":
        .range(
          session: content["session"]?.integer ?? 0, start: content["start"]?.integer ?? 0,
          stop: content["stop"]?.integer ?? .max)
      case "search":
        .search(
          pattern: content["pattern"]?.string ?? "*", count: count,
          isUnique: content["unique"]?.bool ?? false)
      default: .unknown
      }
    wantsOutput = content["output"]?.bool ?? false
  }
}

extension JSON {
  /// The field that every request about code has.
  fileprivate var code: String {
    get throws(MessageError) {
      guard let code = self["code"]?.string else { throw .missing("code") }
      return code
    }
  }
}
