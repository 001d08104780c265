import Analysis
import Display

extension Advice {
  /// What to type, and what it does.
  var sentence: String {
    switch self {
    case .train(let model): "`train \(model)` trains it."
    case .resume(let model, opensItsData: false): "`train \(model) --resume` goes on."
    case .resume(let model, opensItsData: true):
      "Opened with those, `train \(model) --resume` goes on."
    case .experts(let count, let kind, let source):
      "`build \(kind) \(source) --num-experts \(count)` may do as well."
    case .moreSeeds: "`--seeds 3` shows the spread."
    }
  }
}

extension Table {
  /// The table with an advice after its reading.
  func advising(_ advice: Advice?) -> Table {
    var table = self
    let sentences = [reading, advice?.sentence].compactMap { $0 }
    table.reading = sentences.isEmpty ? nil : sentences.joined(separator: " ")
    return table
  }
}

extension ModelSummary {
  /// The options, then the parameters, with what may be done next.
  var advisedFigures: [Figure] { [.table(options), .table(parameters.advising(advice))] }
}

extension Figure {
  /// The figure that a line shows first and `NAME =` keeps: a table says how to see all its rows.
  var keepable: Figure {
    guard case .table(var table) = self else { return self }
    table.hint = "To see all: t = (this command), then `export t FILE.csv`."
    return .table(table)
  }
}
