package import ArgumentParser

/// An option of parsed options and its value.
///
/// So a type's declaration is the only description of its options: files are written from it, and
/// opening turns their entries into words and parses them.
package struct OptionSetting: Sendable, Equatable {
  /// Without dashes: `num-experts`.
  package let name: String
  package let value: OptionValue

  package init(name: String, value: OptionValue) {
    self.name = name
    self.value = value
  }

  /// The options that were parsed, in the order of their declaration; arguments, and options without
  /// a value, are left out.
  package static func all(of arguments: some ParsableArguments) -> [OptionSetting] {
    zip(DeclaredOption.all(of: type(of: arguments)), contents(of: arguments)).compactMap {
      option, content in
      if option.form == .argument { return nil }
      return OptionValue(content).map { OptionSetting(name: option.name, value: $0) }
    }
  }

  /// What every property holds, those of groups in their place.
  package static func contents(of arguments: any ParsableArguments) -> [Any] {
    DeclaredProperty.values(of: arguments).flatMap { property -> [Any] in
      (property.value as? any ParsableArguments).map { contents(of: $0) } ?? [property.value]
    }
  }

  /// The words that give these options.
  package static func words(_ settings: [OptionSetting]) -> [String] {
    settings.flatMap { setting -> [String] in
      if case .flag(let isTyped) = setting.value { return isTyped ? ["--" + setting.name] : [] }
      return ["--" + setting.name] + setting.value.words
    }
  }
}
