import JSONText

/// The content of an `execute_request`.
struct ExecuteRequest: Sendable {
  let code: String
  /// True if there is nothing to run; such a cell is neither counted nor stored.
  var isBlank: Bool { code.allSatisfy(\.isWhitespace) }
  /// True if no output is published and the cell is not stored.
  let isSilent: Bool
  let storesHistory: Bool
  /// User expressions by name, sorted.
  let userExpressions: [(name: String, code: String)]
  /// True if the front-end can ask the person for a line of text.
  let allowsInput: Bool
  /// True if the cells queued after this one are given up when it fails.
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

/// The content of a request about code: completion, inspection or completeness.
struct CodeRequest {
  let code: String
  /// The number of Unicode scalars before the cursor; by default all of the code.
  let cursor: Int
  /// 0, or 1 for full help.
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
  /// The selection of cells.
  enum Access {
    /// The last cells of all sessions.
    case tail(count: Int)
    /// The cells of a session with numbers from `start` up to but not including `stop`; session 0 is this
    /// one, and negative numbers count back from it.
    case range(session: Int, start: Int, stop: Int)
    /// The last cells that match a glob pattern.
    case search(pattern: String, count: Int, isUnique: Bool)
    /// A type of access that the protocol does not define.
    case unknown
  }

  let access: Access
  /// True if each cell should come with its output, which is always null as outputs are not kept.
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
  /// The member `code`.
  fileprivate var code: String {
    get throws(MessageError) {
      guard let code = self["code"]?.string else { throw .missing("code") }
      return code
    }
  }
}
