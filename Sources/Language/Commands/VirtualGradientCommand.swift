import Analysis
import ArgumentParser
import Engine

/// Draws the functions of the virtual gradient.
struct VirtualGradientCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "virtual-gradient", abstract: "The functions of the virtual gradient, drawn.")
  static let group = CommandGroup.look
  static let examples = [
    Example("virtual-gradient --function add-cos", "One of them."),
    Example("virtual-gradient", "All eight."),
  ]
  static let makes: ValueKind? = .plot
  static let paper: String? = "Kong et al., DEPHN, IJCNN 2023, arXiv 2307.12519, Fig. 4."

  @Option(help: "Function to draw; without it all are.") var function: VirtualGradientFunction?

  func run(in session: Session) -> Output {
    let maps = function.map { [VirtualGradientMap($0)] } ?? VirtualGradientMap.all
    return .show(maps.map(\.figure))
  }
}
