import Options

/// Texts about an argument, option or flag for help and completion.
extension DeclaredOption {
  /// The meaning of a value's text.
  enum Meaning: Sendable, Equatable {
    case plain
    case name([ValueKind])
    case file
  }

  var meaning: Meaning {
    if let name = valueType as? any NameArgument.Type { return .name(name.accepted) }
    return valueType == FilePath.self ? .file : .plain
  }

  /// The name of a value in help: `N` or `X` for a number, else the last word of the option's name:
  /// `--gate-optimizer OPTIMIZER`.
  var placeholder: String {
    switch kind {
    case .wholeNumber: "N"
    case .number: "X"
    case .nothing, .choice, .text:
      (valueName.split(separator: "-").last.map(String.init) ?? "value").uppercased()
    }
  }

  /// Its form in a usage line.
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
