import Display
import JSONText
import TestSupport
import Testing

/// Everything that is shown is also rows.
@Suite struct TidyTests {
  @Test(arguments: GoldenTests.figures.indices) func everyFigureIsRows(index: Int) throws {
    let (name, figure) = GoldenTests.figures[index]
    let rows = figure.tidy
    #expect(!rows.rows.isEmpty)
    #expect(rows.rows.allSatisfy { $0.cells.count == rows.columns.count })
    #expect(Set(rows.columns.map(\.key)).count == rows.columns.count)
    if figure.vegaLite != nil || name == "experts" {
      expectGolden(try rows.csv().split(separator: "\r\n").joined(separator: "\n"), "\(name).csv")
    }
  }

  @Test func aMapHasARowPerCellAndItsFootersBeside() throws {
    let rows = Figure.heatMap(Sketches.gates).tidy
    #expect(rows.columns.map(\.key) == ["task", "expert", "mapping", "gate", "apart"])
    #expect(rows.rows.count == 16)
    // married, e2 raw: the eleventh cell of two rows of eight.
    #expect(
      rows.rows[10].cells.map(\.rawText) == ["married", "e2", "raw", "1.37", "0.39"])
  }

  @Test func groupsOfColumnsBecomeADimension() throws {
    let rows = Figure.table(Sketches.experts).tidy
    #expect(rows.columns.map(\.key) == ["task", "expert", "share", "public", "private"])
    #expect(rows.rows.count == 16)
    let shares = rows[column: "share"]?.compactMap(\.value) ?? []
    #expect(abs(shares[..<8].reduce(0, +) - 1) < 1e-12)
    #expect(rows.rows[8].cells.map(\.rawText) == ["married", "e1 raw", "0.056", "0.81", "0.19"])
  }

  @Test func pointsKeepAllTheirDigitsAndNames() throws {
    let third = 1.0 / 3
    let plot = LinePlot(
      title: "t", xLabel: "step", yLabel: "loss",
      series: [
        LinePlot.Series(
          name: "m, train", names: [("model", "m"), ("rows", "train")], points: [(1, third)]),
        LinePlot.Series(name: "n", names: [("model", "n")], points: [(2, 0.5)]),
      ])
    #expect(
      try Figure.linePlot(plot).tidy.csv()
        == "model,rows,step,loss\r\nm,train,1,0.3333333333333333\r\nn,,2,0.5\r\n")
  }

  /// What is drawn of a long curve is thinned; its rows are all points.
  @Test func longCurvesKeepAllRows() {
    let points = (0..<10_000).map { (x: Double($0), y: Double($0 % 7)) }
    let plot = LinePlot(
      title: "t", xLabel: "x", yLabel: "y", series: [LinePlot.Series(name: "s", points: points)])
    #expect(plot.tidy.rows.count == 10_000)
    #expect((plot.svg?.text.utf8.count ?? .max) < 60_000)
  }

  @Test func mapsOverTheSameNamesStandSideBySide() throws {
    func map(_ measure: String, _ tasks: [String], _ values: [[Double]]) -> Figure {
      .heatMap(
        HeatMap(
          title: measure, of: measure, rows: HeatMap.Axis("task", tasks),
          columns: HeatMap.Axis("expert", ["e1"]), values: values))
    }
    let rows = Document([
      map("gate", ["a", "b"], [[1], [2]]), map("contribution", ["b", "c"], [[3], [4]]),
    ]).tidy
    #expect(
      try rows.csv()
        == "task,expert,gate,contribution\r\na,e1,1,\r\nb,e1,2,3\r\nc,e1,,4\r\n")
  }

  /// Each row is completed by what later figures say of it, whatever the order of the figures.
  @Test func figuresOfSeveralTasksShareTheirRows() throws {
    func plot(_ measure: String, _ task: String, _ y: Double) -> Figure {
      .linePlot(
        LinePlot(
          title: measure, xLabel: "step", yLabel: measure,
          series: [
            LinePlot.Series(name: "e1", names: [("task", task)], points: [(1, y), (2, y + 1)])
          ]))
    }
    let rows = Document([
      plot("factor", "a", 1), plot("factor", "b", 3), plot("gate", "a", 5), plot("gate", "b", 7),
    ]).tidy
    #expect(
      try rows.csv()
        == "task,step,factor,gate\r\na,1,1,5\r\na,2,2,6\r\nb,1,3,7\r\nb,2,4,8\r\n")
    #expect(rows[column: "step"]?.first == .number(1, .count))
  }

  @Test func differentValuesUnderTheSameNamesAreBothKept() throws {
    func table(_ value: Double) -> Figure {
      .table(
        Table(
          title: "t", columns: ["task", "auc"].map { Table.Column(key: $0, header: $0) },
          rows: [Table.Row([.text("a"), .number(value, .fixed(2))])]))
    }
    #expect(try Document([table(0.5), table(0.6)]).tidy.csv() == "task,auc\r\na,0.5\r\na,0.6\r\n")
    #expect(try Document([table(0.5), table(0.5)]).tidy.csv() == "task,auc\r\na,0.5\r\n")
  }

  @Test func figuresWithOtherNamesStandBelow() throws {
    func table(_ keys: [String], _ cells: [Table.Cell]) -> Figure {
      .table(
        Table(
          title: "t", columns: keys.map { Table.Column(key: $0, header: $0) },
          rows: [Table.Row(cells)]))
    }
    let rows = Document([
      table(["part", "rows"], [.text("train"), .number(5, .count)]),
      table(["feature", "rows"], [.text("age"), .number(7, .count)]),
    ]).tidy
    #expect(try rows.csv() == "part,rows,feature\r\ntrain,5,\r\n,7,age\r\n")
  }

  @Test func severalPlotsAreOneDrawing() throws {
    let document = Document([.heatMap(Sketches.gates), .linePlot(Sketches.loss)])
    let svg = try #require(document.svg?.text)
    #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>"))
    #expect(svg.contains("Furthest apart") && svg.contains("train 0.231"))
    guard case .array(let plots)? = document.vegaLite?["vconcat"] else {
      Issue.record("not stacked")
      return
    }
    #expect(plots.count == 2)
    #expect(document.plainText.contains("\n\nLoss · m (dephn)"))
  }

  @Test func rowsAreChosenAndOrdered() throws {
    let keys = ["model", "auc"]
    let table = Table(
      title: "t", columns: keys.map { Table.Column(key: $0, header: $0) },
      rows: [("a", 0.9), ("b", nil), ("c", 0.95), ("a", 0.8), ("d", 0.9)].map { model, auc in
        Table.Row([.text(model), auc.map { .number($0, .fixed(2)) } ?? .missing])
      })
    func models(_ table: Table) -> String {
      table.rows.map { $0.cells[0].rawText }.joined()
    }
    #expect(models(table.sorted(by: 1, descending: false)) == "aadcb")
    #expect(models(table.sorted(by: 1, descending: true)) == "cadab")
    #expect(models(table.sorted(by: 0, descending: true)) == "dcbaa")
    #expect(models(table.matching([(0, "a")])) == "aa")
    #expect(models(table.matching([(0, "a"), (1, "0.80")])) == "a")
    #expect(table.selecting([1]).columns.map(\.key) == ["auc"])
  }
}
