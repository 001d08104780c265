import Display
import JSONText
import Testing

@Suite struct PlotTests {
  private static let keys = BarPlot.Keys(label: "label", value: "value")

  private static func map(_ values: [Double]) -> HeatMap {
    HeatMap(
      title: "t", of: "v", rows: HeatMap.Axis("r", ["r"]), columns: HeatMap.Axis("c", ["a", "b"]),
      values: [values])
  }

  static func parsed(_ figure: Figure) throws -> JSON {
    try JSON(try #require(figure.vegaLite).utf8)
  }

  @Test(arguments: GoldenTests.figures.indices) func specificationsAreJSON(index: Int) throws {
    let figure = GoldenTests.figures[index].figure
    guard figure.vegaLite != nil else { return }
    let specification = try Self.parsed(figure)
    let schema = "https://vega.github.io/schema/vega-lite/v5.json"
    #expect(specification["$schema"] == .string(schema))
    // No colors of ours: a theme's apply. Legends stand above, so that the plot fits a page.
    let config = specification["config"]
    #expect(config == nil || config == ["legend": ["orient": "top"]])
  }

  @Test(arguments: GoldenTests.figures.indices) func textStaysInEightyColumns(index: Int) {
    let lines = GoldenTests.figures[index].figure.plainText.split(separator: "\n")
    #expect(lines.allSatisfy { String($0).displayWidth <= 80 && !$0.contains("\t") })
  }

  @Test(arguments: GoldenTests.figures.indices) func drawingsFitAPrintedPage(index: Int) throws {
    guard let svg = GoldenTests.figures[index].figure.svg else { return }
    #expect(try Self.width(ofDrawing: svg) <= 600)
  }

  /// The first width that a drawing names: its own.
  private static func width(ofDrawing svg: String) throws -> Double {
    try #require(Double(svg.split(separator: "width=\"")[1].prefix { $0 != "\"" }))
  }

  /// Maps of many columns, long names, groups and footers: cells get narrower, and no map wider.
  @Test(arguments: [2, 14, 21, 40, 300], [false, true])
  func mapsOfManyColumnsFitAPage(count: Int, isNumeric: Bool) throws {
    let names = (0..<count).map { isNumeric ? "0.\($0)" : "a rather long feature name \($0)" }
    let map = HeatMap(
      title: "t", of: "v",
      rows: HeatMap.Axis("r", ["a row with a name that is much longer than any other", "b"]),
      columns: HeatMap.Axis(
        "c", names, groups: ("group", names.indices.map { "g\($0 / 4)" }),
        numbers: isNumeric ? (0..<count).map(Double.init) : nil),
      values: [Array(repeating: 0.25, count: count), (0..<count).map(Double.init)],
      footers: [HeatMap.Footer(label: "apart", values: Array(repeating: 0.5, count: count))])
    let svg = try #require(Figure.heatMap(map).svg)
    #expect(try Self.width(ofDrawing: svg) <= 600)
    let specification = try Self.parsed(.heatMap(map))
    guard case .array(let layers)? = specification["layer"],
      case .array(let cells)? = specification["data"]?["values"]
    else {
      Issue.record("no layers")
      return
    }
    let step = try #require(Double(specification["width"]?["step"]?.text ?? ""))
    #expect(step * Double(count) <= 600 - 180)
    // Two columns have room for their numbers; else a scale of the colors and sentences say them.
    #expect(layers.count == (count == 2 ? 2 : 1))
    #expect(cells.count == count * (count == 2 ? 3 : 2))
    #expect(svg.contains("apart: from 0.50 to 0.50.") == (count > 2))
    #expect(svg.contains(">299.00</text>") == (count == 300))
    let lines = Figure.heatMap(map).plainText.split(separator: "\n")
    #expect(lines.allSatisfy { String($0).displayWidth <= 80 })
  }

  /// Names of columns that would touch stand upright; of numbers along an axis, some are left out.
  @Test func namesOfColumnsDoNotTouch() throws {
    func map(_ names: [String], numbers: [Double]?) -> Figure {
      .heatMap(
        HeatMap(
          title: "t", of: "v", rows: HeatMap.Axis("r", ["a"]),
          columns: HeatMap.Axis("c", names, numbers: numbers), values: [names.map { _ in 0.5 }]))
    }
    let numbers = (0...20).map { Double($0) / 20 }
    let axis = map(numbers.map(NumberFormat.fixed(2).text), numbers: numbers)
    let svg = try #require(axis.svg)
    #expect(svg.contains(">0.10</text>") && !svg.contains(">0.05</text>"))
    #expect(!svg.contains("rotate"))
    let named = map((0...20).map { "feature \($0)" }, numbers: nil)
    #expect(try #require(named.svg).ranges(of: "rotate(-90").count == 21)
    func angle(_ figure: Figure) throws -> JSON? {
      try Self.parsed(figure)["encoding"]?["x"]?["axis"]?["labelAngle"]
    }
    #expect(try angle(axis) == 0)
    #expect(try angle(named) == -90)
    #expect(try angle(map(["education", "never-married"], numbers: nil)) == -30)
    #expect(try angle(map(["e1", "e2"], numbers: nil)) == 0)
  }

  /// Lines of a diagram pass behind its boxes, and the shares on them neither touch nor are hidden.
  @Test func sharesOfADiagramCanBeRead() throws {
    func boxes(_ names: [String]) -> [Diagram.Box] {
      names.map { Diagram.Box(label: $0, details: ["128 → 64", "13,504"], family: $0) }
    }
    let diagram = Diagram(
      title: "t", boxes: boxes(["e1", "e2", "e3", "e4"]) + boxes(["click", "buy", "share"]),
      edges: (0..<4).flatMap { expert in
        (4..<7).map { Diagram.Edge(source: expert, target: $0, share: 0.25) }
      })
    let svg = try #require(Figure.diagram(diagram).svg)
    #expect(try Self.width(ofDrawing: svg) <= 600)
    // 12 shares and 7 boxes hide what is behind them.
    let mask = svg.split(separator: "<mask")[1].split(separator: "</mask>")[0]
    #expect(mask.ranges(of: "fill=\"black\"").count == 19)
    #expect(svg.contains("<g mask=\"url(#behind-"))
    let places = svg.split(separator: "\n").filter { $0.hasSuffix(">25 %</text>") }.map { line in
      ["x", "y"].map { name in
        Double(line.split(separator: " \(name)=\"")[1].prefix { $0 != "\"" }) ?? .nan
      }
    }
    #expect(places.count == 12)
    for (index, one) in places.enumerated() {
      for other in places[..<index] {
        #expect(abs(one[0] - other[0]) >= 28 || abs(one[1] - other[1]) >= 12)
      }
    }
  }

  /// Where rows are compared with themselves, the others have the whole scale.
  @Test(arguments: [HeatMap.Scale.signed, .shades]) func ownCellsLeaveTheScale(
    _ scale: HeatMap.Scale
  )
    throws
  {
    let names = (1...14).map { "t\($0)" }
    let values = names.indices.map { row in
      names.indices.map { row == $0 ? 1 : 0.01 * Double(row + $0) }
    }
    let map = HeatMap(
      title: "t", of: "correlation", rows: HeatMap.Axis("task", names),
      columns: HeatMap.Axis("other", names), values: values, decimals: 3, scale: scale,
      hasOwnCells: true)
    let text = Figure.heatMap(map).plainText
    #expect(text.contains("highest 0.250"))
    // The last row: dark from 0.20 on, and so is its own cell.
    #expect(text.split(separator: "\n").contains { $0.hasPrefix("  t14") && $0.hasSuffix("█") })
    #expect(text.contains("░"))
  }

  /// Names break behind their signs; boxes of one family become one, whose shares are a range.
  @Test func boxesOfADiagramKeepTheirWords() {
    let names = (1...8).map { "never-married-\($0)" }
    let apart = Diagram(
      title: "t", boxes: names.map { Diagram.Box(label: $0, details: [], family: $0) }, edges: [])
    let text = Figure.diagram(apart).plainText
    #expect(text.contains("│never- │") && text.contains("married"))
    #expect(!text.contains("-m-") && !text.contains("married-│"))
    let experts = (1...12).map { Diagram.Box(label: "e\($0)", details: ["64"], family: "expert") }
    let merged = Diagram(
      title: "t", boxes: experts + [Diagram.Box(label: "tower", details: [], family: "tower")],
      edges: (0..<12).map { Diagram.Edge(source: $0, target: 12, share: Double($0 + 1) / 78) })
    let drawn = Figure.diagram(merged).plainText
    #expect(drawn.contains("e1…e12") && drawn.contains("each of 12"))
    #expect(drawn.contains("1–15%") && !drawn.contains("100%"))
    #expect(Figure.diagram(merged).svg?.contains("1–15 %") == true)
    #expect(merged.tidy.rows.count == 12)
    // Weights without bounds make shares that are no numbers.
    #expect(Diagram.Edge(source: 0, target: 1, share: .nan).share == nil)
  }

  @Test func longLabelsLeaveRoomForBars() throws {
    let bars = BarPlot(
      title: "t",
      bars: [1.0, 2].map {
        BarPlot.Bar(label: String(repeating: "long ", count: 20), group: "g", value: $0)
      }, keys: BarPlot.Keys(label: "label", group: "group", value: "value"), format: .fixed(4))
    let svg = try #require(Figure.barPlot(bars).svg)
    #expect(try Self.width(ofDrawing: svg) <= 600)
    let width = try #require(Double(try Self.parsed(.barPlot(bars))["spec"]?["width"]?.text ?? ""))
    #expect(width > 200 && width <= 600 - 180 - 60)
  }

  /// A theme colors labels but no texts, which would be black on a dark background.
  @Test func textsOnThePageFollowTheBackground() throws {
    for figure in [Figure.heatMap(Sketches.correlation), .barPlot(Sketches.bars)] {
      let specification = try #require(figure.vegaLite)
      let marks = specification.ranges(of: "\"type\":\"text\"").count
      #expect(marks > 0)
      #expect(specification.ranges(of: "luminance(background").count == marks)
    }
  }

  /// A mark at the edge of its plot would be cut in half.
  @Test func outermostMarksAreWhole() throws {
    let scales = try ["x", "y"].map {
      try Self.parsed(.linePlot(Sketches.loss))["encoding"]?[$0]?["scale"]?["padding"]
    }
    #expect(scales == [10, 10])
  }

  @Test func whatIsNoNumberIsNullAndNotDrawn() throws {
    let map = HeatMap(
      title: "<&>", of: "v", rows: HeatMap.Axis("r", ["\"a\"", "b"]),
      columns: HeatMap.Axis("c", ["x"]), values: [[.nan], [.infinity]])
    let specification = try Self.parsed(.heatMap(map))
    guard case .array(let cells)? = specification["data"]?["values"] else {
      Issue.record("no data")
      return
    }
    #expect(cells.map { $0["value"] } == [.null, .null])
    #expect(cells.first?["row"] == .string("\"a\""))
    let svg = try #require(Figure.heatMap(map).svg)
    #expect(svg.contains("&lt;&amp;&gt;") && !svg.contains("<rect") && svg.contains("n/a"))
    let plot = LinePlot(
      title: "t", xLabel: "x", yLabel: "y",
      series: [LinePlot.Series(name: "s", points: [(0, .nan), (1, .infinity)])])
    #expect(Figure.linePlot(plot).plainText.contains("(no points)"))
    #expect(Figure.linePlot(plot).svg?.contains("nan") == false)
  }

  @Test func tablesEscapeHTML() {
    let table = Table(
      title: "<script>", columns: [Table.Column(key: "a", header: "a&b")],
      rows: [Table.Row([.text("<b>\"x\"")], note: "'n'")], reading: "1 < 2: `--seeds 3`\nnext")
    let html = Figure.table(table).html ?? ""
    // Words in backticks are code, lines stay lines.
    #expect(html.contains("<p>1 &lt; 2: <code>--seeds 3</code><br>next</p>"))
    #expect(html.contains("&lt;script&gt;") && html.contains("a&amp;b"))
    #expect(html.contains("&lt;b&gt;&quot;x&quot;") && html.contains("&#39;n&#39;"))
    #expect(!html.contains("<script>") && !html.contains("var("))
  }

  @Test func whatIsAboveZeroShows() {
    let bars = BarPlot(
      title: "t",
      bars: [("a", 1), ("b", 1e-9), ("c", 0)].map {
        BarPlot.Bar(label: $0.0, group: nil, value: $0.1)
      },
      keys: Self.keys,
      format: .significant(2))
    let lines = Figure.barPlot(bars).plainText.split(separator: "\n")
    #expect(lines[2].contains("▏") && !lines[3].contains("▏"))
    let shares = Table(
      title: "t", columns: [Table.Column(key: "s", header: "s")],
      rows: [Table.Row([.share(1)]), Table.Row([.share(1e-9)]), Table.Row([.share(0)])])
    let rows = Figure.table(shares).plainText.split(separator: "\n")
    #expect(rows[2].contains("████████████████ 100.0 %"))
    #expect(rows[3].contains("▏") && rows[3].contains("0.0 %") && !rows[4].contains("▏"))
  }

  @Test func barsAreExactToAnEighth() {
    let shares = [0.5, 0.125, 33.0 / 128, 1].map { Table.Row([.share($0)]) }
    let table = Table(title: "t", columns: [Table.Column(key: "s", header: "s")], rows: shares)
    let rows = Figure.table(table).plainText.split(separator: "\n").dropFirst(2)
    let bars = rows.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    #expect(bars == ["████████", "██", "████▏", "████████████████"])
  }

  @Test(arguments: [1, 30], [HeatMap.Scale.shades, .signed])
  func oddValuesAreDrawn(copies: Int, scale: HeatMap.Scale) {
    for odd in [Double.nan, .infinity, 1e308, -1e308, Double.leastNonzeroMagnitude, 0] {
      let row: [Double] = (0..<copies).flatMap { _ in [1.0, odd, -odd] }
      let map = HeatMap(
        title: "t", of: "v", rows: HeatMap.Axis("r", ["r"]),
        columns: HeatMap.Axis("c", row.indices.map { "c\($0)" }), values: [row],
        scale: scale)
      #expect(Figure.heatMap(map).bundle.count == 3)
      let bars = BarPlot(
        title: "t", bars: row.map { BarPlot.Bar(label: "a", group: nil, value: $0) },
        keys: Self.keys,
        format: .significant(3))
      #expect(Figure.barPlot(bars).bundle.count == 3)
    }
  }

  @Test func legendLevelsAreWhatTheMarksMean() {
    let map = Self.map([0.5, 1.4])
    let text = Figure.heatMap(map).plainText
    #expect(text.contains("░ from 0.68   ▒ from 0.86   ▓ from 1.04   █ from 1.22"))
    let even = Self.map([1, 1])
    #expect(Figure.heatMap(even).plainText.contains("every value is 1.00"))
  }

  @Test func colorsDoNotExaggerate() throws {
    func fills(_ map: HeatMap) throws -> [String] {
      let svg = try #require(Figure.heatMap(map).svg)
      return svg.split(separator: "<rect").dropFirst().map {
        String($0.split(separator: "fill=\"")[1].prefix { $0 != "\"" })
      }
    }
    func ends(_ map: HeatMap) throws -> String? {
      guard case .array(let layers)? = try Self.parsed(.heatMap(map))["layer"] else { return nil }
      return layers[0]["encoding"]?["color"]?["scale"]?["domain"]?.text
    }
    let even = Self.map([1, 1])
    let nearly = Self.map([0.9996, 1.0004])
    // The middle of viridis, and 0.002 of its length beside it.
    #expect(try fills(even) == ["rgb(33,145,140)", "rgb(33,145,140)"])
    #expect(try fills(nearly) == ["rgb(33,144,140)", "rgb(33,145,140)"])
    #expect(try ends(nearly) == "[0.9,1.1]")
    #expect(try ends(even) == "[0,2]")
    #expect(try ends(Self.map([0.21, 1.38])) == "[0.2,1.4]")
    var signed = Self.map([0.004, -0.003])
    signed.scale = .signed
    #expect(try ends(signed) == "[-0.1,0.1]")
  }

  @Test func dotsAreBraille() {
    var canvas = BrailleCanvas(columns: 2, rows: 1)
    #expect(canvas.lines == ["\u{2800}\u{2800}"])
    canvas.draw(x: 0, y: 0)
    canvas.draw(x: 3, y: 3)
    canvas.draw(x: 9, y: 9)
    #expect(canvas.lines == ["⠁⢀"])
    canvas.drawLine(from: (0, 3), to: (3, 3))
    #expect(canvas.lines == ["⣁⣀"])
    canvas.drawRing(x: 1.5, y: 1.5)
    #expect(canvas.lines == ["⢎⡱"])
  }
}
