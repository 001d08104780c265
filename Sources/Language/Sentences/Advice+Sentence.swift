import Analysis
import Display

extension Advice {
  /// The line to type and its effect; `data` is the data's name in the session.
  func sentence(data: String? = nil) -> String {
    func build(_ kind: String, _ option: String) -> String {
      data.map { "`build \(kind) \($0) \(option)`" } ?? "`build \(kind)` with `\(option)`"
    }
    return switch self {
    case .train(let model): "`train \(model)` trains it."
    case .resume(let model, opensItsData: false): "`train \(model) --resume` continues the run."
    case .resume(let model, opensItsData: true):
      "After opening it with that data, `train \(model) --resume` continues the run."
    case .experts(let count, let kind):
      "\(build(kind, "--num-experts \(count)")) may do as well."
    case .expertDropout(let kind):
      "\(build(kind, "--expert-dropout 0.1")) may keep more of them in use."
    case .fewerExperts(let kind):
      "`build \(kind)\(data.map { " " + $0 } ?? "")` with fewer experts may do as well."
    case .moreSeeds: "`--seeds 3` shows the spread across seeds."
    }
  }
}

extension Table {
  /// The table with advice after its reading; `data` is the data's name in the session.
  func advising(_ advice: Advice?, data: String? = nil) -> Table {
    var table = self
    let sentences = [reading, advice?.sentence(data: data)].compactMap { $0 }
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
