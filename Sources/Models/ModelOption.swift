package import ArgumentParser

/// An option of a model and its value, read back from the parsed kind.
///
/// So a kind's declaration is the only description of its options: the saved file is written from it,
/// and opening turns the file's entries into words and parses them.
package struct ModelOption: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case integer(Int)
    case number(Double)
    case text(String)
    /// Typed or not.
    case flag(Bool)
    case list([Value])

    /// As a person types it, a word for each item of a list; an empty list is typed `0`.
    package var words: [String] {
      switch self {
      case .integer(let value): [String(value)]
      case .number(let value): [String(value)]
      case .text(let value): [value]
      case .flag(let value): [value ? "yes" : "no"]
      case .list(let items): items.isEmpty ? ["0"] : items.flatMap(\.words)
      }
    }
  }

  /// Without dashes: `num-experts`.
  package let name: String
  package let value: Value

  package init(name: String, value: Value) {
    self.name = name
    self.value = value
  }

  /// The options of a kind in the order of their declaration; those without a value are left out.
  package static func all(of arguments: any ParsableArguments) -> [ModelOption] {
    Mirror(reflecting: arguments).children.flatMap { child -> [ModelOption] in
      guard let label = child.label, let parsed = parsedValue(child.value) else { return [] }
      if let group = parsed as? any ParsableArguments { return all(of: group) }
      return Value(parsed).map { [ModelOption(name: kebab(label), value: $0)] } ?? []
    }
  }

  /// What a property wrapper of the argument parser holds after parsing.
  private static func parsedValue(_ wrapper: Any) -> Any? {
    for child in Mirror(reflecting: wrapper).children where child.label == "_parsedValue" {
      for payload in Mirror(reflecting: child.value).children where payload.label == "value" {
        return payload.value
      }
    }
    return nil
  }

  /// `_numExperts` to `num-experts`.
  private static func kebab(_ label: String) -> String {
    label.drop { $0 == "_" }.reduce(into: "") { name, letter in
      if letter.isUppercase { name += "-" }
      name += letter.lowercased()
    }
  }

  /// The words that give a kind these options.
  package static func words(_ options: [ModelOption]) -> [String] {
    options.flatMap { option -> [String] in
      if case .flag(let isTyped) = option.value { return isTyped ? ["--" + option.name] : [] }
      return ["--" + option.name] + option.value.words
    }
  }
}

extension ModelOption.Value {
  init?(_ any: Any) {
    let mirror = Mirror(reflecting: any)
    switch any {
    case let value as Bool: self = .flag(value)
    case let value as Int: self = .integer(value)
    case let value as Double: self = .number(value)
    case let value as any RawRepresentable:
      guard let text = value.rawValue as? String else { return nil }
      self = .text(text)
    case let widths as [Int] where widths == [0]: self = .list([])
    case let values as [Any]: self = .list(values.compactMap(Self.init))
    default:
      guard mirror.displayStyle == .optional, let some = mirror.children.first else { return nil }
      self.init(some.value)
    }
  }
}
