import Display
import Testing

@Suite struct LinePlotTests {
  static func plot(_ points: [(x: Double, y: Double)]) -> LinePlot {
    LinePlot(
      title: "t", xLabel: "step", yLabel: "loss",
      series: [LinePlot.Series(name: "s", points: points)])
  }

  /// The lines of the canvas: label, then Braille to the end.
  static func canvas(_ plot: LinePlot) -> [String] {
    Figure.linePlot(plot).plainText.split(separator: "\n").map(String.init)
      .filter { $0.contains("⡇") || $0.contains("⠓") }
  }

  static func isBraille(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { (0x2800...0x28FF).contains($0.value) }
  }

  @Test func nothingStandsRightOfTheCanvas() {
    for line in Self.canvas(Sketches.loss) + Self.canvas(Sketches.losses) {
      let drawing = line.drop { !Self.isBraille($0) }
      #expect(drawing.count == 61 && drawing.allSatisfy(Self.isBraille), "\(line)")
    }
  }

  @Test func marksAreRoundNumbers() {
    let lines = Self.canvas(Self.plot([(0, 0.213), (10, 0.587)]))
    let labels = lines.compactMap { line in
      Double(line.prefix { !Self.isBraille($0) }.filter { $0 != " " })
    }
    #expect(labels == [0.6, 0.5, 0.4, 0.3, 0.2])
  }

  @Test func aValueStandsBesideItsMark() {
    // 0.4 is the middle mark, two of whose four dot rows may hold it.
    let lines = Self.canvas(Self.plot([(0, 0.2), (1, 0.4), (2, 0.4), (3, 0.6)]))
    let row = lines.first { $0.contains("0.4 ") } ?? ""
    #expect(row.contains("⠒⠒⠒") || row.contains("⠉⠉⠉") || row.contains("⠤⠤⠤"))
  }

  static let odd: [[(Double, Double)]] = [
    [(0, 0), (1, .leastNonzeroMagnitude)], [(.leastNonzeroMagnitude, 1), (0, 2)],
    [(0, 1)], [(1, 5), (1, 5)], [(0, 0), (1, 0)], [(0, 1e300), (1, -1e300)],
    [(0, 1e-300), (1, 2e-300)], [(-1e12, 1e9), (1e12, 1e9 + 1)], [(0, -3), (1, -3.5)],
    [(0, -1.7e308), (1, 1.7e308)], [],
  ]

  @Test(arguments: odd) func oddPointsAreDrawn(points: [(Double, Double)]) {
    let plot = Self.plot(points.map { (x: $0.0, y: $0.1) })
    let text = Figure.linePlot(plot).plainText
    #expect(text.split(separator: "\n").allSatisfy { String($0).displayWidth <= 80 })
    #expect(Figure.linePlot(plot).svg?.contains("nan") == false)
  }

  @Test func eachLineHasItsPanel() {
    let text = Figure.linePlot(Sketches.losses).plainText
    #expect(text.split(separator: "\n").count { $0.hasPrefix("line: ") } == 2)
    #expect(text.contains("line: moe, train     ring: moe, validation"))
  }
}
