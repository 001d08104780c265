import Display
import Options
import Runs
import Training

/// An option of a run, by its name without dashes and the words it was given.
struct RunOption {
  let name: String
  let words: [String]

  /// A number where it is one word that is one, with the digits that it was given.
  var cell: Table.Cell {
    guard words.count == 1, let number = Double(words[0]), number.isFinite else {
      return .text(words.joined(separator: " "))
    }
    if number == number.rounded(), number.magnitude < 1e15 { return .number(number, .count) }
    let digits = words[0].prefix { $0 != "e" }.filter(\.isNumber).drop { $0 == "0" }
    return .number(number, .significant(digits.count))
  }
}

/// Figures and options of a run, for tables.
extension RunRecord {
  /// The metrics of a task in the epoch whose weights are kept.
  func figures(of task: String) -> TaskFigures? {
    guard let index = start.tasks.firstIndex(of: task), let figures = bestFigures,
      figures.indices.contains(index)
    else { return nil }
    return figures[index]
  }

  /// What the monitor reached in that epoch: a loss, or an AUC.
  var bestFigure: Double? {
    bestFigures.flatMap { start.training.monitor.value(of: $0, start.tasks) }
  }

  /// All options of its training that have a value.
  var trainingOptions: [RunOption] {
    OptionSetting.all(of: start.training).map { RunOption(name: $0.name, words: $0.value.words) }
  }

  /// The options of its model, read from their words, and how it learned the labels of regressions; a flag has
  /// the word `yes`.
  var modelOptions: [RunOption] {
    var options: [RunOption] = []
    for word in start.modelOptions {
      if word.hasPrefix("--") {
        options.append(RunOption(name: String(word.dropFirst(2)), words: []))
      } else if let last = options.popLast() {
        options.append(RunOption(name: last.name, words: last.words + [word]))
      }
    }
    if let words = start.labelTransforms {
      options.append(RunOption(name: "label-transform", words: words))
    }
    return options.map { $0.words.isEmpty ? RunOption(name: $0.name, words: ["yes"]) : $0 }
  }

  /// The line that opens its model: `m = open run 3`.
  var openingLine: String { "\(start.model) = open run \(number)" }
}
