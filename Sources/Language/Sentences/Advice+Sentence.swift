import Analysis
import Display

extension Advice {
  /// The line to type, or the option of `build` to change, and its effect.
  ///
  /// A line that builds the model would have to repeat all its other options.
  var sentence: String {
    switch self {
    case .train(let model): "`train \(model)` trains it."
    case .resume(let model, opensItsData: false): "`train \(model) --resume` continues the run."
    case .resume(let model, opensItsData: true):
      "After opening it with that data, `train \(model) --resume` continues the run."
    case .experts(let count): "A model built with `--num-experts \(count)` may do as well."
    case .expertDropout:
      "A model built with `--expert-dropout 0.1` may keep more of them in use."
    case .fewerExperts: "A model built with fewer experts may do as well."
    case .moreSeeds: "`--seeds 3` shows the spread across seeds."
    }
  }
}

extension Table {
  /// The table with advice after its reading.
  func advising(_ advice: Advice?) -> Table {
    var table = self
    let sentences = [reading, advice?.sentence].compactMap { $0 }
    table.reading = sentences.isEmpty ? nil : sentences.joined(separator: " ")
    return table
  }
}

extension ModelSummary {
  /// The tables of options and parameters, with advice on the next step.
  var advisedFigures: [Figure] { [.table(options), .table(parameters.advising(advice))] }
}

extension Figure {
  /// The first figure of a line, which `NAME =` keeps; a cut table says how to see all its rows.
  var keepable: Figure {
    guard case .table(var table) = self, table.hint == nil else { return self }
    table.hint = "To get all rows: `t = …`, then `export t FILE.csv`."
    return .table(table)
  }
}
