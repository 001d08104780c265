import Display

/// The figures that the design sketched, with its invented numbers.
enum Sketches {
  static let correlation = HeatMap(
    title: "Label correlation (Pearson) · kuairand · train, 1,141,617 rows",
    of: "correlation", rows: HeatMap.Axis("task", ["click", "like", "share", "follow"]),
    columns: HeatMap.Axis("other", ["click", "like", "share", "follow"]),
    values: [
      [1, 0.31, 0.12, 0.08], [0.31, 1, 0.44, -0.02], [0.12, 0.44, 1, 0.35],
      [0.08, -0.02, 0.35, 1],
    ],
    footers: [
      HeatMap.Footer(
        label: "positive", values: [0.412, 0.026, 0.0071, 0.0034], format: .percent(2))
    ],
    scale: .signed,
    reading: "Closest: like and share (0.44). Least alike: like and follow (-0.02).")

  static let experts: Table = {
    let shares: [(String, Double, Double)] = [
      ("e1 raw", 0.310, 0.056), ("e1 sin", 0.132, 0.101), ("e2 raw", 0.224, 0.298),
      ("e2 sin", 0.061, 0.207), ("e3 raw", 0.173, 0.189), ("e3 sin", 0.092, 0.142),
      ("e4 raw", 0.005, 0.004), ("e4 sin", 0.003, 0.003),
    ]
    let rows = shares.map { name, income, married in
      Table.Row(
        [.text(name), .share(income), .share(married)],
        note: name.hasPrefix("e4") ? "no task uses it" : nil)
    }
    return Table(
      title: "Expert utilisation · m (dephn) · census · test, 49,881 rows",
      subtitle:
        "Share of each expert in the absolute public logit, per task (columns sum to 100 %).",
      columns: [
        Table.Column(key: "expert", header: ""),
        Table.Column(key: "income", header: "income", measure: "share"),
        Table.Column(key: "married", header: "married", measure: "share"),
      ],
      rows: rows + [
        Table.Row(
          [.text("public"), .share(0.64), .share(0.81)], ruleAbove: true, footer: "public"),
        Table.Row([.text("private"), .share(0.36), .share(0.19)], footer: "private"),
      ],
      longForm: .by("task"), reading: "Expert 4 is idle.")
  }()

  static let gates = HeatMap(
    title: "Gates G[task, expert, mapping] · m (dephn) · after epoch 3",
    of: "gate", rows: HeatMap.Axis("task", ["income", "married"]),
    columns: HeatMap.Axis(
      "mapping", ["raw", "sin", "raw", "sin", "raw", "sin", "raw", "sin"],
      groups: ("expert", ["e1", "e1", "e2", "e2", "e3", "e3", "e4", "e4"])),
    values: [
      [1.31, 0.62, 0.98, 1.04, 1.12, 0.71, 0.55, 0.60],
      [0.58, 1.22, 1.37, 0.83, 0.94, 1.08, 0.52, 0.57],
    ],
    footers: [
      HeatMap.Footer(label: "apart", values: [0.73, 0.60, 0.39, 0.21, 0.18, 0.37, 0.03, 0.03])
    ],
    scaleNote: "a gate starts at 1",
    reading: "Furthest apart: e1 raw (0.73). Low for both tasks: e4.")

  /// A falling curve of exact rational numbers, so that no platform's `exp` matters.
  static func curve(from start: Double, wave: Double) -> [(x: Double, y: Double)] {
    (0...117).map { step in
      let x = Double(step) * 15
      let ripple = step.isMultiple(of: 3) ? wave : -wave / 2
      return (x, 0.2 + (start - 0.2) / (1 + x / 150) + ripple)
    }
  }

  static let loss = LinePlot(
    title: "Loss · m (dephn) · census · 1,755 steps, 3 epochs", xLabel: "step", yLabel: "loss",
    series: [
      LinePlot.Series(name: "train, mean of 16 steps", points: curve(from: 0.59, wave: 0.004)),
      LinePlot.Series(
        name: "validation, end of an epoch", points: [(585, 0.42), (1170, 0.31), (1755, 0.292)],
        mark: .ring),
    ],
    xTicks: [0, 585, 1170, 1755],
    reading: "train 0.231   validation 0.292   best epoch 3   21.4 s, 70 k rows/s")

  static let losses = LinePlot(
    title: "Loss · shared, moe · adult", xLabel: "step", yLabel: "loss",
    series: [
      LinePlot.Series(name: "shared, train", points: curve(from: 0.7, wave: 0)),
      LinePlot.Series(name: "shared, validation", points: [(1755, 0.31)], mark: .ring),
      LinePlot.Series(name: "moe, train", points: curve(from: 0.6, wave: 0)),
      LinePlot.Series(name: "moe, validation", points: [(1755, 0.28)], mark: .ring),
    ], reading: "moe ends lower.")

  /// Means of three measurements each, on a logarithmic x axis.
  static let means: LinePlot = {
    var axes = LinePlot.Axes()
    axes.isLogX = true
    func series(_ name: String, _ start: Double) -> LinePlot.Series {
      LinePlot.Series(
        name: name, names: [("kind", name)],
        points: [0.001, 0.01, 0.1, 1].enumerated().map { index, x in
          LinePlot.Point(
            x: x, y: start + Double(index * (3 - index)) / 100, deviation: 0.005, count: 3)
        })
    }
    return LinePlot(
      title: "auc by rate and kind · sweep", subtitle: "Mean ± standard deviation of 3 rows each.",
      xLabel: "rate", yLabel: "auc",
      series: [series("shared-bottom", 0.82), series("mmoe", 0.84), series("ple", 0.83)],
      axes: axes)
  }()

  /// Bars that start elsewhere than at 0.
  static let barsFromElsewhere = BarPlot(
    title: "auc by kind and task · sweep", subtitle: "Bars start at 0.8.",
    bars: [
      ("income", "mmoe", 0.91), ("married", "mmoe", 0.96), ("income", "ple", 0.915),
      ("married", "ple", 0.79),
    ].map {
      BarPlot.Bar(label: $0.0, group: $0.1, value: $0.2, deviation: 0.002, count: 3)
    }, keys: BarPlot.Keys(label: "task", group: "kind", value: "auc"), format: .significant(4),
    start: 0.8)

  static let bars = BarPlot(
    title: "Importance · m (dephn) · adult · test, 16,281 rows",
    subtitle: "AUC lost when the field is shuffled.",
    bars: [
      ("age", "income", 0.0312), ("education", "income", 0.0147), ("race", "income", 0.00004),
      ("age", "never-married", 0.1204), ("sex", "never-married", -0.0031),
    ].map { BarPlot.Bar(label: $0.0, group: $0.1, value: $0.2) },
    keys: BarPlot.Keys(label: "field", group: "task", value: "loss"), format: .signed(4),
    reading: "age matters most to both tasks.")

  static let virtualGradient: HeatMap = {
    let steps = (0...14).map { Double($0) / 14 }
    return HeatMap(
      title: "Virtual gradient add-abs: F(x, y) = 2·abs(x + y - 1)",
      subtitle: "Rows: y, how far the gates are apart. Columns: x, how alike the labels are.",
      of: "factor", rows: HeatMap.Axis("y", steps.map(NumberFormat.fixed(2).text), numbers: steps),
      columns: HeatMap.Axis("x", steps.map(NumberFormat.fixed(2).text), numbers: steps),
      values: steps.map { y in steps.map { x in 2 * (x + y - 1).magnitude } },
      reading: "No change where x + y is 0.5 or 1.5.")
  }()

  static let comparison: Table = {
    let tasks = ["income", "never-married", "college"]
    let metrics = ["auc", "logloss"]
    let columns = tasks.flatMap { task in
      metrics.map { Table.Column(key: "\(task).\($0)", header: $0, group: task) }
    }
    let models = ["shared", "moe", "m", "a-model-with-a-name-that-is-very-long-indeed-for-a-table"]
    let rows = models.enumerated().map { index, name in
      Table.Row(
        [.text(name), .text(["shared-bottom", "mmoe", "dephn", "ple"][index])]
          + (0..<6).map { .number(0.9 + Double(index * 6 + $0) / 1000, .fixed(4)) }
          + [.number(Double(12_345 * (index + 1)), .count), .number(3.21, .seconds)])
    }
    return Table(
      title: "Comparison · adult · test, 16,281 rows",
      columns: [
        Table.Column(key: "model", header: "model"), Table.Column(key: "kind", header: "kind"),
      ] + columns + [
        Table.Column(key: "parameters", header: "parameters"),
        Table.Column(key: "seconds", header: "time"),
      ], rows: rows)
  }()
}
