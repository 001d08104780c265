import ArgumentParser
import Display
import Models
import System
import Training

/// Writes a model to a file.
struct Save: Command {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Saves a model as safetensors, with everything `open` needs.")
  static let group = CommandGroup.session
  static let examples = [
    Example(
      "save m models/adult.safetensors", "Creates missing folders; replaces an earlier save."),
    Example(
      "save m models/adult.safetensors --with-optimizer",
      "Training can continue after `open` as if uninterrupted."),
  ]

  @Argument(help: "Model to save.") var model: ModelName
  @Argument(help: "File to write.") var file: FilePath
  @Flag(help: "Also saves the optimizer state, the history and an interrupted run.")
  var withOptimizer = false
  @Flag(help: "Replaces any file of that name without asking.") var overwrite = false

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "save")
    try FileWriter.protect(file.text, in: session)
    if !overwrite { try protectOtherFile(session.sink) }
    let bytes = try Checkpoint.encode(
      trainer.model, fingerprint: trainer.fingerprint, state: withOptimizer ? trainer.state : nil,
      interrupt: session.interrupt)
    try FileWriter.write(bytes, to: file.text, in: session)
    let size = NumberFormat.count.text(Double(bytes.count))
    let digest = try trainer.model.digest(interrupt: session.interrupt).prefix(12)
    return .say("Saved \(model.text) to \(file.text) (\(size) bytes, weights \(digest)).")
  }

  /// Asks before it replaces a file that is not a saved model, which is probably a typing error.
  private func protectOtherFile(_ sink: any CellSink) throws {
    let path = try FileWriter.absolute(file.text)
    guard FileStatus(path)?.kind == .plain, !FileReader.looksSaved(path) else { return }
    let sentence = "'\(file.text)' exists and is not a saved model."
    let answer = try sink.ask("\(sentence) Replace it? [y/N] ") ?? ""
    if ["y", "yes"].contains(answer.lowercased()) { return }
    throw Complaint(
      .file, sentence,
      wayOut: "Choose another name, or replace it: `save \(model.text) \(file.text) --overwrite`.",
      about: file.text)
  }
}

extension FileReader {
  /// True for an empty file, and for one that begins like safetensors: the length of a header and
  /// its brace.
  fileprivate static func looksSaved(_ path: String) -> Bool {
    let start = (try? PlainFile.bytes(of: path, .first(9))) ?? []
    return start.isEmpty || (start.count == 9 && start[8] == UInt8(ascii: "{"))
  }
}
