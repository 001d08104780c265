/// Names and the kinds of their values: of a session, or of a cell that is being checked.
struct NameTable: Sendable {
  private(set) var kinds: [String: ValueKind] = [:]
  /// All names, in order of definition.
  private(set) var names: [String] = []

  subscript(name: String) -> ValueKind? {
    get { kinds[name] }
    set {
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if kinds[name] == nil {
        names.append(name)
      }
      kinds[name] = newValue
    }
  }

  /// The names of values of these kinds.
  func names(of accepted: [ValueKind]) -> [String] {
    names.filter { name in kinds[name].map(accepted.contains) ?? false }
  }

  /// The complaint about a name in `command`; `nil` if the name is accepted.
  func complaint(about name: String, accepting kinds: [ValueKind], in command: String) -> Complaint?
  {
    if let kind = self.kinds[name] {
      if kinds.contains(kind) { return nil }
      let wanted = kinds.map(\.phrase).joined(separator: " or ")
      let value =
        switch kind {
        case .variable: "`$\(name)` stands for its value. "
        case .predictions: "`compare \(name)` shows the metrics of predictions. "
        default: ""
        }
      return Complaint(
        .name, "'\(name)' is \(kind.phrase); `\(command)` needs \(wanted).",
        wayOut: value + wayOut(kinds), about: name)
    }
    let question = Suggestion.question(for: name, among: names(of: kinds))
    return Complaint(
      .name, "'\(name)' is not defined.\(question)", wayOut: wayOut(kinds), about: name)
  }

  private func wayOut(_ kinds: [ValueKind]) -> String {
    let fitting = names(of: kinds)
    if kinds.count == ValueKind.allCases.count {
      return fitting.isEmpty ? "The session is empty." : "Defined names: \(Self.listed(fitting))."
    }
    let plural = kinds.map(\.plural).joined(separator: " and ")
    if fitting.isEmpty { return "No \(plural) yet: \(kinds[0].maker)" }
    return "\(plural.capitalizedFirst): \(Self.listed(fitting))."
  }

  private static func listed(_ names: [String]) -> String {
    names.count <= 12
      ? names.joined(separator: ", ")
      : names.prefix(12).joined(separator: ", ") + " and \(names.count - 12) more"
  }
}
