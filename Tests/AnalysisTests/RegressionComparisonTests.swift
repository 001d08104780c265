import Analysis
import DataSets
import Display
import TestSupport
import Testing
import Training

/// Comparisons of three regressions, in whatever units their labels are.
@Suite struct RegressionComparisonTests {
  /// Three models, each a little worse than the one before it; the last one has diverged if it is to.
  ///
  /// Two tasks have labels of size `scale`, one has labels near 1.
  static func entries(scale: Double, seeds: Int, diverged: Bool = false) throws
    -> [Comparison.Entry]
  {
    let template = try ComparisonTests.evaluation([(nil, 1)])
    return ["shared", "moe", "dephn"].enumerated().map { index, model in
      let evaluations = (0..<seeds).map { seed in
        var evaluation = template
        evaluation.tasks = ["spend", "returns", "minutes"].enumerated().map { number, name in
          var task = template.tasks[0]
          task.task = Task(name: name, kind: .regression)
          let relative = 0.9 + 0.0123 * Double(index) + 0.00217 * Double(seed * (index + 1) * 7 % 5)
          let error = relative * (index == 2 && diverged ? 1e8 : 1)
          let unit = number == 2 ? 1 : scale
          (task.auc, task.loss) = (nil, error * error * unit * unit)
          task.absoluteError = 0.7 * error * unit
          task.explainedVariance = 1 - error * error
          task.rankCorrelation = 0.1 + relative / 2
          return task
        }
        return evaluation
      }
      return Comparison.Entry(
        model: model, kind: "mmoe", evaluations: evaluations, parameters: 123_456, seconds: 21.44)
    }
  }

  private static let forms: [(seeds: Int, baseline: String?)] = [
    (1, nil), (1, "shared"), (3, nil), (3, "shared"), (3, "dephn"),
  ]

  /// Every figure of every form is whole, in text of 80 columns and in HTML.
  @Test(arguments: [1e-6, 1, 3e5, 1e12], forms)
  func noDigitIsLost(scale: Double, form: (seeds: Int, baseline: String?)) throws {
    for diverged in [false, true] {
      let entries = try Self.entries(scale: scale, seeds: form.seeds, diverged: diverged)
      let comparison = try Comparison(
        entries, baseline: form.baseline, metrics: ComparisonMetric.allCases, source: "shop")
      for table in [comparison.table, comparison.table.tidy, comparison.perSeed] {
        let text = Figure.table(table).plainText
        #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= 80 }, "\(text)")
        #expect(!text.contains("…"), "\(text)")
        let html = try #require(Figure.table(table).html)
        let cells = html.matches(of: #/<td style="([^"]*)">([^<]*\d[^<]*)</td>/#)
        #expect(cells.allSatisfy { $0.1.contains("white-space:nowrap") }, "\(html)")
        let shown = [text, html.replacing(#/<[^>]*>/#, with: " ")].map(Self.words)
        for figure in Self.figures(table) {
          #expect(shown.allSatisfy { $0.contains(figure) }, "\(figure) in\n\(text)")
        }
      }
    }
  }

  /// The words of a text, without the marks of figures.
  private static func words(_ text: String) -> Set<String> {
    Set(
      text.split(whereSeparator: \.isWhitespace).map { word in
        word.filter { !"•*±".contains($0) }
      })
  }

  /// What should be read in a table.
  private static func figures(_ table: Table) -> [String] {
    table.rows.flatMap(\.cells).flatMap { cell -> [String] in
      switch cell {
      case .number(let value, let format): format.text(value).split(separator: " ").map(String.init)
      case .measured(let figure):
        [figure.format.text(figure.value)]
          + [
            figure.difference.map { figure.format.ofDifferences(from: figure.value).text($0) },
            figure.deviation.map { figure.format.beside(figure.value).text($0) },
          ].compactMap { $0 }.map(short)
      case .text, .share, .missing: []
      }
    }
  }

  /// Beside a figure, numbers have no zero before the point.
  private static func short(_ text: String) -> String {
    text.replacing(#/^([+-]?)0\./#) { "\($0.1)." }
  }

  /// A difference far above the figure beside it has no decimals that say nothing.
  @Test func largeDifferencesBesideSmallFigures() throws {
    let entries = try Self.entries(scale: 1, seeds: 1, diverged: true)
    let comparison = try Comparison(
      entries, baseline: "dephn", metrics: ComparisonMetric.allCases, source: "shop")
    guard case .measured(let figure) = comparison.table.rows[1].cells[1] else {
      Issue.record("no figure")
      return
    }
    #expect(figure.format.text(figure.value) == "0.8100")
    let difference = try #require(figure.difference)
    // 0.81 - (0.9246e8)^2
    #expect(figure.format.ofDifferences(from: figure.value).text(difference) == "-8.549e+15")
    let text = Figure.table(comparison.table).plainText
    #expect(text.contains("0.8100• -8.549e+15"), "\(text)")
    // R² of the model that has diverged, and of the others.
    #expect(text.contains("-8.549e+15\n") && text.contains("0.1900• +8.549e+15"), "\(text)")
  }

  /// p-values depend on the units of labels as little as the test does.
  @Test(arguments: [1e-9, 1e-6, 3e5, 1e12]) func testsDoNotDependOnUnits(scale: Double) throws {
    func p(_ scale: Double, _ metric: String) throws -> Double {
      let comparison = try Comparison(
        try Self.entries(scale: scale, seeds: 3), baseline: "shared",
        metrics: ComparisonMetric.allCases, source: "shop")
      return try ComparisonTests.value(comparison, metric, "moe", "spend")
    }
    for metric in ["mse.p", "mae.p"] {
      let wanted = try p(1, metric)
      #expect(wanted < 0.05)
      #expect(abs(try p(scale, metric) - wanted) < 1e-6 * wanted, "\(metric)")
    }
  }

  @Test func figures() throws {
    let compared = try Comparison(
      try Self.entries(scale: 3e5, seeds: 3), baseline: "shared", source: "shop")
    expectGolden(
      GateTests.text([.table(compared.table), .table(compared.perSeed)]),
      "comparison-regressions.txt")
  }
}
