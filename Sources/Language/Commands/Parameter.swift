/// An argument, option or flag of a command, as help, completion and error texts need it.
struct Parameter: Sendable {
  enum Kind: Sendable { case positional, option, flag }

  /// What a value is, beyond its text.
  enum Meaning: Sendable, Equatable {
    case plain
    case name([ValueKind])
    case file
  }

  var kind: Kind
  /// "--num-experts", or "MODEL" for a positional one.
  var name: String
  /// What help calls its value.
  var valueName: String
  var summary: String
  var defaultValue: String?
  /// All values there are, if they can be listed.
  var choices: [String]
  var isOptional: Bool
  var isRepeating: Bool
  var meaning: Meaning

  /// How help writes it in a line of usage.
  var usage: String {
    let many = isRepeating ? "…" : ""
    let text =
      switch kind {
      case .positional: valueName + many
      case .option: "\(name) \(valueName)\(many)"
      case .flag: name
      }
    return isOptional ? "[\(text)]" : text
  }
}
