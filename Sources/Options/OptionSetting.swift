package import ArgumentParser

/// The name and value of an option.
///
/// Files store options in this form. Opening a file turns them back into words and parses these, so
/// that a type's declaration remains the only description of its options.
package struct OptionSetting: Sendable, Equatable {
  /// The name without dashes: `num-experts`.
  package let name: String
  /// The value, never nil.
  package let value: OptionValue

  /// Takes the name without dashes.
  package init(name: String, value: OptionValue) {
    self.name = name
    self.value = value
  }

  /// The settings of parsed options in the order of their declaration, without arguments and without
  /// options that have no value.
  package static func all(of arguments: some ParsableArguments) -> [OptionSetting] {
    zip(DeclaredOption.all(of: type(of: arguments)), contents(of: arguments)).compactMap {
      option, content in
      if option.form == .argument { return nil }
      return OptionValue(content).map { OptionSetting(name: option.name, value: $0) }
    }
  }

  /// The value of every property in the order of declaration, with groups flattened.
  package static func contents(of arguments: any ParsableArguments) -> [Any] {
    DeclaredProperty.values(of: arguments).flatMap { property -> [Any] in
      (property.value as? any ParsableArguments).map { contents(of: $0) } ?? [property.value]
    }
  }

  /// The words that parse to these settings.
  package static func words(_ settings: [OptionSetting]) -> [String] {
    settings.flatMap { setting -> [String] in
      if case .flag(let isTyped) = setting.value { return isTyped ? ["--" + setting.name] : [] }
      return ["--" + setting.name] + setting.value.words
    }
  }
}
