/// The names that a line may use and what kind each has: of a session, or while a cell is checked.
struct NameTable: Sendable {
  private(set) var kinds: [String: ValueKind] = [:]
  /// In the order in which they were first given.
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

  /// The names of things of one of these kinds.
  func names(of accepted: [ValueKind]) -> [String] {
    names.filter { name in kinds[name].map(accepted.contains) ?? false }
  }

  /// What is wrong with a name that `command` uses; `nil` if nothing is.
  func complaint(about name: String, accepting kinds: [ValueKind], in command: String) -> Complaint?
  {
    if let kind = self.kinds[name] {
      if kinds.contains(kind) { return nil }
      let wanted = kinds.map(\.phrase).joined(separator: " or ")
      return Complaint(
        .name, "'\(name)' is \(kind.phrase); `\(command)` needs \(wanted).", wayOut: wayOut(kinds),
        about: name)
    }
    let question = Suggestion.question(for: name, among: names(of: kinds))
    return Complaint(
      .name, "There is no '\(name)' here.\(question)", wayOut: wayOut(kinds), about: name)
  }

  private func wayOut(_ kinds: [ValueKind]) -> String {
    let fitting = names(of: kinds)
    if kinds.count == ValueKind.allCases.count {
      return fitting.isEmpty ? "The session is empty." : "Here: \(Self.listed(fitting))."
    }
    let plural = kinds.map(\.plural).joined(separator: " and ")
    if fitting.isEmpty { return "No \(plural.lowercased()) here yet; \(kinds[0].maker)" }
    return "\(plural) here: \(Self.listed(fitting))."
  }

  private static func listed(_ names: [String]) -> String {
    names.count <= 12
      ? names.joined(separator: ", ")
      : names.prefix(12).joined(separator: ", ") + " and \(names.count - 12) more"
  }
}
