import Analysis
import ArgumentParser
import Engine
import Options

/// Plots the functions of the virtual gradient, or what it did in a model's training.
struct VirtualGradientCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "virtual-gradient",
    abstract: "The virtual gradient: its functions, or its factors and gates in a model's training."
  )
  static let group = CommandGroup.inspect
  static let examples = [
    Example("virtual-gradient --function add-cos", "One function."),
    Example("virtual-gradient", "All eight functions."),
    Example("virtual-gradient m", "Gates and factors over the training of a dephn model."),
  ]
  static let makes: ValueKind? = .plot
  static let paper: String? = "Kong et al., DEPHN, IJCNN 2023, arXiv 2307.12519, Fig. 4."

  @Argument(help: "Model whose training to look at; the functions without one.")
  var model: ModelName?
  @Option(help: "Function to plot; all by default.") var function: VirtualGradientFunction?

  func run(in session: Session) throws -> Output {
    if let model {
      if function != nil {
        throw Complaint(
          .usage, "--function chooses a function to plot, and '\(model.text)' has its own.",
          wayOut: "`virtual-gradient \(model.text)` shows its training.", about: "--function")
      }
      let trainer = try session.model(model, for: "virtual-gradient")
      return .show(try VirtualGradientCourse(of: NamedModel(model.text, trainer)).figures)
    }
    let maps = function.map { [VirtualGradientMap($0)] } ?? VirtualGradientMap.all
    return .show(maps.map(\.figure))
  }
}
