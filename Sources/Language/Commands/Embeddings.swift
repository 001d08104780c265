import Analysis
import ArgumentParser
import DataSets
import Display
import Models
import Training

/// Writes a feature's embedding table with its words.
struct Embeddings: Command {
  static let configuration = CommandConfiguration(
    commandName: "embeddings", abstract: "Writes a feature's embeddings to .csv or .safetensors.")
  static let group = CommandGroup.session
  static let examples = [
    Example(
      "embeddings m occupation results/occupation.csv",
      "A line for each word; the first is unknown.")
  ]

  @Argument(help: "Model whose embeddings they are.") var model: ModelName
  @Argument(help: "Feature with an embedding for each of its words.") var feature: String
  @Argument(help: "File to write; its ending says how.") var file: FilePath

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "embeddings")
    let schema = trainer.model.schema
    guard let found = schema.features.first(where: { $0.name == feature }), found.tableRows != nil
    else {
      let known = schema.features.filter { $0.tableRows != nil }.map(\.name)
      throw Complaint(
        .data, "The model has no embedding table for '\(feature)'.",
        wayOut: "Features with one: \(OwnData.list(known, most: 20)).", about: feature)
    }
    let table = EmbeddingTable(trainer.model, found)
    let bytes =
      switch file.text.split(separator: ".").last?.lowercased() {
      case "csv": try table.csv(session.interrupt)
      case "safetensors": try table.safetensors()
      default:
        throw Complaint(
          .usage, "Embeddings are written to .csv or .safetensors.",
          wayOut: "For instance: `embeddings \(model.text) \(feature) \(feature).csv`.",
          about: file.text)
      }
    try FileWriter.write(bytes, to: file.text, in: session)
    let size = NumberFormat.count.text(Double(table.words.count))
    return .say("\(size) embeddings of \(table.dimension) numbers are in \(file.text).")
  }
}
