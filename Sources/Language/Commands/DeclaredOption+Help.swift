import Options

/// What help and completion say of an argument, option or flag, beyond its declaration.
extension DeclaredOption {
  /// What a value is, beyond its text.
  enum Meaning: Sendable, Equatable {
    case plain
    case name([ValueKind])
    case file
  }

  var meaning: Meaning {
    if let name = valueType as? any NameArgument.Type { return .name(name.accepted) }
    return valueType == FilePath.self ? .file : .plain
  }

  /// What help calls a value: `N` or `X` for a number, else the last word of its name, so that
  /// `--gate-optimizer` takes an `OPTIMIZER`.
  var placeholder: String {
    switch kind {
    case .wholeNumber: "N"
    case .number: "X"
    case .nothing, .choice, .text:
      (valueName.split(separator: "-").last.map(String.init) ?? "value").uppercased()
    }
  }

  /// How help writes it in a line of usage.
  var usage: String {
    let many = isRepeating ? "…" : ""
    let text =
      switch form {
      case .argument: word + many
      case .option: "\(word) \(placeholder)\(many)"
      case .flag: word
      }
    return isOptional ? "[\(text)]" : text
  }
}
