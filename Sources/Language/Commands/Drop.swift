import ArgumentParser

/// Removes names from the session.
struct Drop: Command {
  static let configuration = CommandConfiguration(
    commandName: "drop", abstract: "Removes names from the session and frees their memory.")
  static let group = CommandGroup.session
  static let examples = [Example("drop m", "Removes m.")]

  @Argument(help: "Names to remove.") var names: [AnyName]

  func run(in session: Session) throws -> Output {
    for name in names { _ = try session.value(of: name, for: "drop") }
    for name in names { session[name.text] = nil }
    return Output()
  }
}
