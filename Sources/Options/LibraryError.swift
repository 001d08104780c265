/// An error of the argument parser, taken apart into its case and payload.
///
/// Its type is internal to the library, which only offers an English sentence, so the facts are read by
/// reflection. Nothing else in the program does so, and the tests cover every case.
struct LibraryError {
  private let name: String
  private let payload: Any?

  /// Takes the parser's error, or the one inside the library's error of a command.
  init(_ error: any Error) {
    let wrapped = Mirror(reflecting: error).descendant("parserError")
    let mirror = Mirror(reflecting: wrapped ?? error)
    name = mirror.children.first?.label ?? "\(wrapped ?? error)"
    payload = mirror.children.first?.value
  }

  /// The failure that it means for a type with these options; nil for an unknown case.
  func failure(of declared: [DeclaredOption]) -> OptionFailure? {
    switch name {
    case "unknownOption": return self.name(at: 1).map { .unknownOption($0) }
    case "missingValueOrUnknownCompositeOption": return self.name(at: 2).map { .unknownOption($0) }
    case "invalidOption": return (payload as? String).map { .unknownOption($0) }
    case "nonAlphanumericShortOption":
      return (payload as? Character).map { .unknownOption("-\($0)") }
    case "helpRequested": return .unknownOption("--help")
    case "missingValueForOption": return option(declared).map { .missingValue($0) }
    case "unexpectedValueForOption":
      guard let option = option(declared), let value = part(2) as? String else { return nil }
      return .unexpectedValue(value, option)
    case "unableToParseValue":
      guard let option = property(part(3), declared), let value = part(2) as? String else {
        return nil
      }
      return .invalidValue(value, option)
    case "noValue": return property(payload, declared).map { .missingArgument($0) }
    case "unexpectedExtraValues":
      return (payload as? [Any]).map {
        .unexpectedArguments($0.compactMap { Self.part(1, of: $0) })
      }
    case "noArguments":
      return (payload as? any Error).flatMap { LibraryError($0).failure(of: declared) }
    case "userValidationError": return (payload as? any Error).map { .invalid($0) }
    default: return nil
    }
  }

  /// The value at an index of the case's payload.
  private func part(_ index: Int) -> Any? { payload.flatMap { Self.part(index, of: $0) } }

  private static func part<Part>(_ index: Int, of tuple: Any) -> Part? {
    let parts = Mirror(reflecting: tuple).children.map(\.value)
    return parts.indices.contains(index) ? parts[index] as? Part : nil
  }

  /// A name as it is typed: `--epochs`, or `-x`.
  private func name(at index: Int) -> String? {
    guard let name = part(index), let form = Mirror(reflecting: name).children.first else {
      return nil
    }
    let isLong = form.label == "long"
    // A short name is a pair: the letter, and whether it can be joined with others.
    let text =
      (form.value as? String)
      ?? Self.part(0, of: form.value).map { (letter: Character) in
        String(letter)
      }
    return text.map { (isLong ? "--" : "-") + $0 }
  }

  /// The option whose name is the payload's second value.
  private func option(_ declared: [DeclaredOption]) -> DeclaredOption? {
    let word = name(at: 1)
    return declared.first { $0.form != .argument && $0.word == word }
  }

  /// The option that a key of the library stands for: the name of its property.
  private func property(_ key: Any?, _ declared: [DeclaredOption]) -> DeclaredOption? {
    let mirror = key.map { Mirror(reflecting: $0) }
    // A single payload may be wrapped in a labelled tuple of one.
    let name = mirror?.descendant("name") ?? mirror?.descendant("forKey", "name")
    return declared.first { $0.property == name as? String }
  }
}
