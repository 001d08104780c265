/// The names that a parsed command uses, found among its values by their types.
enum UsedNames {
  static func of(_ command: any Command) -> [any NameArgument] {
    var names: [any NameArgument] = []
    collect(command, into: &names)
    return names
  }

  private static func collect(_ value: Any, into names: inout [any NameArgument]) {
    if let name = value as? any NameArgument {
      names.append(name)
      return
    }
    for child in Mirror(reflecting: value).children { collect(child.value, into: &names) }
  }
}
