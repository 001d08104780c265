import ArgumentParser
import DataSets
import Display
import Models
import Training

/// Writes the lines that rebuild a value.
struct RecipeCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "recipe",
    abstract: "The shortest lines that rebuild a value, ending in a check of its digest.",
    discussion: """
      Only what the value needs is there: lines of this session in their order, variables and
      iterations of loops written out, options that have their defaults left out. A table that a
      loop kept is made by the loop, and an opened run by the lines that trained it. Running the lines
      gives the same bits.
      """)
  static let group = CommandGroup.session
  static let examples = [
    Example("recipe m", "Shows the lines."),
    Example("recipe sweep results/sweep.dephn", "A file for `dephn script`."),
  ]

  @Argument(help: "Data set, model, table or plot.") var name: RecipeName
  @Argument(help: "File to write; without it, the lines are shown.") var file: FilePath?

  func run(in session: Session) throws -> Output {
    let text = try Self.text(of: name.text, in: session)
    guard let file else { return .show(.text(text)) }
    try FileWriter.write(Array((text + "\n").utf8), to: file.text, in: session)
    return .say("Wrote the recipe of \(name.text) to \(file.text).")
  }

  /// The lines of a recipe with a final check.
  static func text(of name: String, in session: Session) throws -> String {
    var lines = try ValueRecipe(of: name, from: session.log, makers: session.makers).lines()
    switch session[name] {
    case .data(let data):
      lines.append("check \(name) fingerprint \(data.fingerprint.prefix(12))")
    case .model(let trainer):
      let digest = try trainer.model.digest(interrupt: session.interrupt)
      lines.append("check \(name) weights \(digest.prefix(12))")
    case .shown(_, let rows):
      let digest = try rows.digest(interrupt: session.interrupt)
      lines.append("check \(name) digest \(digest.prefix(12))")
    case .predictions, .variable, nil: break
    }
    return lines.joined(separator: "\n")
  }
}

/// The name of a value that lines can make anew.
struct RecipeName: NameArgument {
  static let accepted: [ValueKind] = [.data, .model, .table, .plot]
  let text: String
}
