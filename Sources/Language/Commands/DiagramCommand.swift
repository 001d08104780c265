import Analysis
import ArgumentParser
import DataSets
import Options

/// Draws a model.
struct DiagramCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "diagram",
    abstract: "The model as a picture: modules, what they read, and the utilisation of its experts."
  )
  static let group = CommandGroup.inspect
  static let examples = [
    Example("diagram m", "After training, the lines to the tasks show expert utilisation."),
    Example("diagram m --split test", "Utilisation on the test rows."),
  ]
  static let makes: ValueKind? = .plot

  @Argument(help: "Model to draw.") var model: ModelName
  @Option(help: "Part of the rows that utilisation is measured on.")
  var split = Split.Part.validation
  @Option(help: "Level of experts to draw alone, of a PLE, CGC or SNR; counted from 1.")
  var level: Int?

  func validate() throws { if let level { try Bounds(1...1000).check("level", level) } }

  func run(in session: Session) throws -> Output {
    let trainer = try session.model(model, for: "diagram")
    return .show(
      try ModelDiagram(
        of: NamedModel(model.text, trainer), on: split, level: level,
        interrupt: session.interrupt
      ).figure)
  }
}
