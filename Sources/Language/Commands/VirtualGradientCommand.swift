import Analysis
import ArgumentParser
import Engine

/// Plots the functions of the virtual gradient.
struct VirtualGradientCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "virtual-gradient", abstract: "Heat maps of the virtual gradient's functions.")
  static let group = CommandGroup.inspect
  static let examples = [
    Example("virtual-gradient --function add-cos", "One function."),
    Example("virtual-gradient", "All eight functions."),
  ]
  static let makes: ValueKind? = .plot
  static let paper: String? = "Kong et al., DEPHN, IJCNN 2023, arXiv 2307.12519, Fig. 4."

  @Option(help: "Function to plot; all by default.") var function: VirtualGradientFunction?

  func run(in session: Session) -> Output {
    let maps = function.map { [VirtualGradientMap($0)] } ?? VirtualGradientMap.all
    return .show(maps.map(\.figure))
  }
}
