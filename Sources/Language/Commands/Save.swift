import ArgumentParser
import Data
import Display
import Models
import Training

/// Writes a model to a file.
struct Save: Command {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Writes a model as safetensors, with all that opening needs.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("save m models/adult.safetensors", "Folders are made."),
    Example("save m models/adult.safetensors --with-optimizer", "To train on as if never saved."),
  ]

  @Argument(help: "Model to write.") var model: ModelName
  @Argument(help: "File to write.") var file: FilePath
  @Flag(help: "Add what the optimiser remembers, to train on as if there had been no break.")
  var withOptimizer = false

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "save")
    let bytes = try Checkpoint.encode(
      trainer.model, fingerprint: trainer.fingerprint, state: withOptimizer ? trainer.state : nil)
    try FileWriter.write(bytes, to: file.text)
    let size = NumberFormat.count.text(Double(bytes.count))
    let digest = trainer.model.digest.prefix(12)
    return .say("\(model.text) is in \(file.text), \(size) bytes, weights \(digest).")
  }
}
