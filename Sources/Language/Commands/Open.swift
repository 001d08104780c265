import ArgumentParser

/// Opens a model file.
struct Open: Command {
  static let configuration = CommandConfiguration(
    commandName: "open", abstract: "Opens a model file that `save` wrote.")
  static let group = CommandGroup.session
  static let examples = [
    Example(
      "n = open models/adult.safetensors adult", "With data, to train or evaluate the model."),
    Example("n = open models/adult.safetensors", "Without data, to inspect the model."),
  ]
  static let makes: ValueKind? = .model

  @Argument(help: "File to open.") var file: FilePath
  @Argument(help: "Data set for the model; features and tasks are matched by name.") var data:
    DataName?

  func run(in session: Session) throws -> Output {
    let data = try data.map { try session.data($0, for: "open") }
    return try SavedModelFile(file.text, called: file.text).opened(with: data, in: session)
  }
}
