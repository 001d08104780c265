import Options

/// The names that a parsed command uses, found among its values by their types.
enum UsedNames {
  static func of(_ command: some Command) -> [any NameArgument] {
    OptionSetting.contents(of: command).flatMap { content in
      (content as? [Any] ?? [content]).compactMap { $0 as? any NameArgument }
    }
  }
}
