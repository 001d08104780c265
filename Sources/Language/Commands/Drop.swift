import ArgumentParser

/// Forgets names.
struct Drop: Command {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Forgets names, and frees their memory.")
  static let group = CommandGroup.keep
  static let examples = [Example("drop m", "Forgets m.")]

  @Argument(help: "What to forget.") var names: [AnyName]

  func run(in session: Session) throws -> Output {
    for name in names { _ = try session.value(of: name, for: "drop") }
    for name in names { session[name.text] = nil }
    return Output()
  }
}
