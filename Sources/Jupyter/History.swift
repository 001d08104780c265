import Synchronization

/// The cells that ran since the kernel started; asked by one thread while another adds to it.
final class History: Sendable {
  struct Entry: Sendable, Equatable {
    let number: Int
    let code: String
  }

  private let entries = Mutex<[Entry]>([])

  /// All entries are of this session: history ends with the kernel.
  private static let sessionNumber = 1

  func append(_ code: String, number: Int) {
    entries.withLock { $0.append(Entry(number: number, code: code)) }
  }

  /// The content of the reply to a `history_request`.
  func reply(to request: JSON) -> JSON {
    let withOutput = request["output"]?.bool ?? false
    let rows = matching(request).map { entry -> JSON in
      let code = JSON.string(entry.code)
      return [
        .integer(Self.sessionNumber), .integer(entry.number), withOutput ? [code, .null] : code,
      ]
    }
    return ["status": "ok", "history": .array(rows)]
  }

  private func matching(_ request: JSON) -> [Entry] {
    let entries = entries.withLock { $0 }
    let count = max(request["n"]?.integer ?? entries.count, 0)
    switch request["hist_access_type"]?.string {
    case "tail":
      return Array(entries.suffix(count))
    case "range":
      guard [0, Self.sessionNumber].contains(request["session"]?.integer ?? 0) else { return [] }
      let start = request["start"]?.integer ?? 0
      let stop = request["stop"]?.integer ?? Int.max
      return entries.filter { $0.number >= start && $0.number < stop }
    case "search":
      let pattern = Array((request["pattern"]?.string ?? "*").unicodeScalars)
      let hits = entries.filter { Self.matches(Array($0.code.unicodeScalars), pattern) }
      let wanted = request["unique"]?.bool ?? false ? Self.latestOfEach(hits) : hits
      return Array(wanted.suffix(count))
    default:
      return []
    }
  }

  private static func latestOfEach(_ entries: [Entry]) -> [Entry] {
    var seen: Set<String> = []
    return entries.reversed().filter { seen.insert($0.code).inserted }.reversed()
  }

  /// Whether all of `text` fits `pattern`, where `*` stands for any scalars and `?` for one.
  ///
  /// After a mismatch the last star takes one scalar more: no recursion, at most n·m steps.
  static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var place = 0
    var patternPlace = 0
    var star: (text: Int, pattern: Int)?
    while place < text.count {
      let wanted = patternPlace < pattern.count ? pattern[patternPlace] : nil
      if wanted == "*" {
        star = (place, patternPlace)
        patternPlace += 1
      } else if wanted == "?" || wanted == text[place] {
        place += 1
        patternPlace += 1
      } else if let last = star {
        star = (last.text + 1, last.pattern)
        place = last.text + 1
        patternPlace = last.pattern + 1
      } else {
        return false
      }
    }
    return pattern[patternPlace...].allSatisfy { $0 == "*" }
  }
}
