package import Display
import Training

extension Calibration {
  /// One row per task, then one reliability curve per task.
  package var figures: [Figure] { [.table(table)] + tasks.map { .linePlot(curve(of: $0)) } }

  /// Calibration errors and loglosses before and after temperature scaling, one row per task.
  package var table: Table {
    let columns: [(key: String, header: String, group: String?)] = [
      ("task", "task", nil), ("positive", "positive", nil), ("predicted", "predicted", nil),
      ("ece", "ECE", "as predicted"), ("logloss", "logloss", "as predicted"),
      ("temperature", "T", nil),
      ("scaled-ece", "ECE", "scaled"), ("scaled-logloss", "logloss", "scaled"),
    ]
    return Table(
      title: "Calibration · \(look.title)",
      subtitle:
        "ECE: expected calibration error over \(Metrics.calibrationBins) bins. Scaled: σ(z/T), T fitted on "
        + (isFittedHere ? "these rows." : "the validation rows."),
      columns: columns.map { Table.Column(key: $0.key, header: $0.header, group: $0.group) },
      rows: tasks.map(row), reading: reading)
  }

  private func row(_ task: OfTask) -> Table.Row {
    func cell(_ value: Double?, _ format: NumberFormat) -> Table.Cell {
      value.map { .number($0, format) } ?? .missing
    }
    return Table.Row([
      .text(task.task), .number(task.positiveRate, .percent(2)),
      .number(task.meanPrediction, .percent(2)), .number(task.error, .fixed(4)),
      .number(task.logloss, .fixed(5)), cell(task.temperature, .fixed(3)),
      cell(task.scaledError, .fixed(4)), cell(task.scaledLogloss, .fixed(5)),
    ])
  }

  /// Positive rates over mean predictions, beside the diagonal on which the two are equal.
  private func curve(of task: OfTask) -> LinePlot {
    LinePlot(
      title: "Reliability of \(task.task) · \(look.title)",
      subtitle: "line: perfectly calibrated     ring: positive rate of the rows in a bin",
      xLabel: "mean prediction", yLabel: "positive rate",
      series: [
        LinePlot.Series(name: "perfect", points: [(0, 0), (1, 1)]),
        LinePlot.Series(
          name: task.task, points: task.bins.map { ($0.meanPrediction, $0.positiveRate) },
          mark: .ring),
      ], reading: furthest(task))
  }

  /// The bin that is off by most rows, in words.
  private func furthest(_ task: OfTask) -> String {
    func distance(_ bin: Bin) -> Double {
      (bin.meanPrediction - bin.positiveRate).magnitude * bin.weight
    }
    guard let bin = task.bins.max(by: { distance($0) < distance($1) }) else { return "No rows." }
    let percent = NumberFormat.percent(1)
    return "Furthest off, weighted by rows: predictions around \(percent.text(bin.meanPrediction)) "
      + "come true in \(percent.text(bin.positiveRate)) of \(Phrase.count(bin.rows, "row"))."
  }

  private var reading: String {
    let sentences = tasks.compactMap { task -> String? in
      guard let temperature = task.temperature, let scaled = task.scaledError else {
        return "\(task.task): the validation rows hold one class only, so no T can be fitted."
      }
      let number = NumberFormat.fixed(4)
      let (before, after) = (number.text(task.error), number.text(scaled))
      let effect =
        before == after
        ? "scaling leaves its ECE at \(after)"
        : scaled < task.error
          ? "scaling lowers its ECE from \(before) to \(after)"
          : "scaling makes its ECE worse, from \(before) to \(after)"
      if Temperature.isAtBound(temperature) {
        let why =
          temperature > 1
          ? "the logloss of the validation rows falls the nearer all predictions are to 50 %"
          : "its predictions tell the validation rows apart without an error"
        return "\(task.task): no best T, since \(why); at the bound "
          + "\(NumberFormat.significant(4).text(temperature)) \(effect)."
      }
      let bias =
        switch temperature {
        case 1.05...: "overconfident"
        case ..<0.95: "underconfident"
        default: "neither over- nor underconfident"
        }
      return "\(task.task) is \(bias) (T = \(NumberFormat.fixed(2).text(temperature))); \(effect)."
    }
    return sentences.joined(separator: " ")
  }
}
