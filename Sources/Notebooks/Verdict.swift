/// What a comparison of a cell with its recorded outputs found.
package enum Verdict: Sendable, Equatable {
  case sameBits
  /// Everything that is printed is the same; the reason why no more can be said, or what differs below.
  case samePrintedDigits(String)
  case differs(String)
  case cannotRun(String)
  /// The command whose output depends on the machine or the time.
  case notCompared(String)

  /// The reason why no more than printed digits can be compared.
  static let noRecord = "the notebook has no record of the bits"

  /// The reason why pictures and HTML cannot be compared.
  static let otherVersion =
    "its pictures or HTML are those of another version, and were not compared"

  /// True if nothing that could be compared differs in a bit; without a record, in a printed digit.
  var isVerified: Bool {
    switch self {
    case .sameBits, .notCompared: true
    case .samePrintedDigits(let reason): [Self.noRecord, Self.otherVersion].contains(reason)
    case .differs, .cannotRun: false
    }
  }

  /// The name of the verdict, for programs.
  package var name: String {
    switch self {
    case .sameBits: "same bits"
    case .samePrintedDigits: "same printed digits"
    case .differs: "differs"
    case .cannotRun: "cannot run"
    case .notCompared: "not compared"
    }
  }

  /// What there is to say beside the name; nil for nothing.
  package var reason: String? {
    switch self {
    case .sameBits: nil
    case .samePrintedDigits(let text), .differs(let text), .cannotRun(let text): text
    case .notCompared(let command): "`\(command)` shows the state of this machine"
    }
  }

  /// The worse of two verdicts; of two equally bad ones the first.
  func and(_ other: Verdict) -> Verdict { other.rank > rank ? other : self }

  private var rank: Int {
    switch self {
    case .sameBits: 0
    case .notCompared: 1
    case .samePrintedDigits: isVerified ? 2 : 3
    case .differs: 4
    case .cannotRun: 5
    }
  }
}
