package import Display
package import JSONText
package import Language
import Numbers

/// What the kernel notes of a cell: which text ran, after which others, and on which data.
struct CellFacts: Sendable, Equatable {
  /// The digest of the cell's text.
  var source: String
  /// The digest of the texts of all cells before, in the order in which they ran.
  var before: String
  /// Fingerprints of the session's data sets.
  var data: [String]

  init(source: String, before: String, data: [String]) {
    (self.source, self.before, self.data) = (source, before, data)
  }

  /// Reads the facts in an output's metadata; nil if there are none.
  init?(_ json: JSON) {
    guard let source = json["cell"]?.string, let before = json["before"]?.string else { return nil }
    self.init(
      source: source, before: before,
      data: (json["data"]?.string ?? "").split(separator: " ").map(String.init))
  }

  var members: [String: JSON] {
    [
      "cell": .string(source), "before": .string(before),
      "data": .string(data.joined(separator: " ")),
    ]
  }

  /// What to say if the data are others now; nil if they are the same.
  func dataDifference(from now: CellFacts) -> String? {
    if data == now.data { return nil }
    return "the data differ: fingerprint \(data.joined(separator: ", ")) recorded, "
      + "\(now.data.joined(separator: ", ")) now"
  }

  /// Blanks at the ends of lines do not count, since editors remove them.
  static func digest(of source: String) -> String {
    let lines = source.split(separator: "\n").map { line in
      String(line.reversed().drop { $0 == " " || $0 == "\t" || $0 == "\r" }.reversed())
    }
    return digest(lines.filter { !$0.isEmpty })
  }

  static func digest(_ texts: [String]) -> String {
    var digest = Digest()
    texts.forEach { digest.update($0) }
    return String(digest.hexadecimal().prefix(8))
  }
}

/// Makes the records that a notebook keeps in the metadata of its outputs.
///
/// Every figure has the record of its values; the first output of a cell has the facts of the cell, too.
package final class CellRecorder {
  /// The member of an output's metadata that holds a record.
  static let key = "dephn"

  /// Marks a line about this machine: how far work is, or a notice of the kernel.
  static let passing = "passing"

  /// The metadata of a line that verification skips.
  package static let passingMetadata: JSON = [key: [passing: true]]

  /// True for the state of a display that says how far work is; a training ends as `line`.
  static func isPassing(_ update: Figure) -> Bool {
    if case .text = update { true } else { false }
  }

  private let cells: CellInterpreter
  private var source = ""
  private(set) var before = ""
  /// The display that holds the facts: its identifier, or "" for one that is never updated.
  private var holder: String?
  /// The facts at the first output of the cell.
  private var held: CellFacts?

  /// Records the cells that an interpreter runs.
  package init(_ cells: CellInterpreter) { self.cells = cells }

  /// Notes that a cell begins.
  package func begin(_ code: String) {
    if !source.isEmpty { before = CellFacts.digest([before, source]) }
    source = CellFacts.digest(of: code)
    (holder, held) = (nil, nil)
  }

  /// The facts of the cell, as they were at its first output.
  var facts: CellFacts { held ?? current }

  private var current: CellFacts {
    var data: [String] = []
    for set in cells.dataSets.map({ String($0.fingerprint.prefix(12)) }) where !data.contains(set) {
      data.append(set)
    }
    return CellFacts(source: source, before: before, data: Array(data.prefix(4)))
  }

  /// Notes the facts at the first output that counts; true for the output that holds them.
  @discardableResult func note(_ figure: Figure, displayID: String = "") -> Bool {
    if displayID != "", Self.isPassing(figure) { return false }
    if held == nil {
      (holder, held) = (displayID, current)
    } else if displayID == "" {
      return false
    }
    return holder == displayID
  }

  /// The metadata of an output; `displayID` if it can be updated.
  package func metadata(of figure: Figure, displayID: String = "") -> JSON {
    if displayID != "", Self.isPassing(figure) { return Self.passingMetadata }
    let own = note(figure, displayID: displayID) ? facts.members : [:]
    let bits = ["bits": JSON.string(figure.record.text)]
    return [Self.key: .object(own.merging(bits) { own, _ in own })]
  }
}
