import ArgumentParser
import Display
import Models
import System
import Training

/// Writes a model to a file.
struct Save: Command {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Writes a model as safetensors, with all that opening needs.")
  static let group = CommandGroup.keep
  static let examples = [
    Example("save m models/adult.safetensors", "Makes folders; replaces what was saved before."),
    Example("save m models/adult.safetensors --with-optimizer", "To train on as if never saved."),
  ]

  @Argument(help: "Model to write.") var model: ModelName
  @Argument(help: "File to write.") var file: FilePath
  @Flag(help: "Add what the optimiser remembers, to train on as if there had been no break.")
  var withOptimizer = false
  @Flag(help: "Replaces a file that is no saved model, too.") var overwrite = false

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "save")
    if !overwrite { try protectOtherFile(session.sink) }
    let bytes = try Checkpoint.encode(
      trainer.model, fingerprint: trainer.fingerprint, state: withOptimizer ? trainer.state : nil,
      interrupt: session.interrupt)
    try FileWriter.write(bytes, to: file.text, interrupt: session.interrupt)
    let size = NumberFormat.count.text(Double(bytes.count))
    let digest = try trainer.model.digest(interrupt: session.interrupt).prefix(12)
    return .say("\(model.text) is in \(file.text), \(size) bytes, weights \(digest).")
  }

  /// Asks before a file is lost that is something else, as a slip of the pen would have it.
  private func protectOtherFile(_ sink: any CellSink) throws {
    let path = try FileWriter.absolute(file.text)
    guard FileStatus(path)?.kind == .plain, !FileReader.looksSaved(path) else { return }
    let sentence = "'\(file.text)' is there already and is no saved model."
    let answer = try sink.ask("\(sentence) Replace it? [y/N] ") ?? ""
    if ["y", "yes"].contains(answer.lowercased()) { return }
    throw Complaint(
      .file, sentence,
      wayOut: "Choose another name; `save \(model.text) \(file.text) --overwrite` replaces it.",
      about: file.text)
  }
}

extension FileReader {
  /// Whether nothing is lost with the file: it is empty, or begins as safetensors do, with the
  /// length of a header and its brace.
  fileprivate static func looksSaved(_ path: String) -> Bool {
    let start = (try? PlainFile.bytes(of: path, .first(9))) ?? []
    return start.isEmpty || (start.count == 9 && start[8] == UInt8(ascii: "{"))
  }
}
