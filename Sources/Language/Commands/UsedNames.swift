import Options

/// The session names that a parsed command uses, found by the types of its values.
enum UsedNames {
  static func of(_ command: some Command) -> [any NameArgument] {
    OptionSetting.contents(of: command).flatMap { content in
      (content as? [Any] ?? [content]).compactMap { $0 as? any NameArgument }.filter(\.isName)
    }
  }
}
