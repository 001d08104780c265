/// What `--label` names: a column, or a comparison that makes a binary label of one or two.
///
/// `click`, `rating>=4`, `watch/duration>0.7`, `kind=view`. A comparison with a number compares numbers; with
/// another word, `=`, `==` and `!=` compare words.
struct LabelExpression {
  enum Comparison: String, CaseIterable {
    // The longer ones first: ">" begins ">=".
    case atLeast = ">="
    case atMost = "<="
    case unequal = "!="
    case equal = "=="
    case above = ">"
    case below = "<"
    case alsoEqual = "="

    func holds<Value: Comparable>(_ one: Value, _ other: Value) -> Bool {
      switch self {
      case .atLeast: one >= other
      case .atMost: one <= other
      case .above: one > other
      case .below: one < other
      case .equal, .alsoEqual: one == other
      case .unequal: one != other
      }
    }

    /// Whether words can be compared so.
    var isEquality: Bool { [.equal, .alsoEqual, .unequal].contains(self) }
  }

  /// As it was typed: the task's name.
  let text: String
  /// The column, and the one it is divided by.
  private(set) var columns: [String]
  private(set) var comparison: (Comparison, with: String)?

  /// `names` are the columns there are: one of that name is meant before any comparison.
  init(_ text: String, names: [String]) {
    self.text = text
    columns = [text]
    if names.contains(text) { return }
    let parts = Comparison.allCases.compactMap { comparison in
      text.firstRange(of: comparison.rawValue).map { (comparison, $0) }
    }
    // The first sign; of two that begin there, the longer.
    guard
      let (comparison, range) = parts.min(by: {
        ($0.1.lowerBound, $1.0.rawValue.count) < ($1.1.lowerBound, $0.0.rawValue.count)
      })
    else { return }
    let left = String(text[..<range.lowerBound])
    self.comparison = (comparison, String(text[range.upperBound...]))
    columns = [left]
    if !names.contains(left), let slash = left.firstIndex(of: "/") {
      columns = [String(left[..<slash]), String(left[left.index(after: slash)...])]
    }
  }

  /// Whether the word's text may be a comparison at all.
  var isComparison: Bool { comparison != nil }

  /// The columns that it may compare, whatever names there are.
  static func comparedColumns(_ text: String) -> [String] {
    let label = LabelExpression(text, names: [])
    return label.isComparison ? label.columns + [label.columns.joined(separator: "/")] : []
  }
}
