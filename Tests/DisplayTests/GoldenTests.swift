import Display
import JSONText
import TestSupport
import Testing

@Suite struct GoldenTests {
  static let figures: [(name: String, figure: Figure)] = [
    ("correlation", .heatMap(Sketches.correlation)),
    ("experts", .table(Sketches.experts)),
    ("gates", .heatMap(Sketches.gates)),
    ("loss", .linePlot(Sketches.loss)),
    ("losses", .linePlot(Sketches.losses)),
    ("means", .linePlot(Sketches.means)),
    ("bars", .barPlot(Sketches.bars)),
    ("bars-from-elsewhere", .barPlot(Sketches.barsFromElsewhere)),
    ("virtual-gradient", .heatMap(Sketches.virtualGradient)),
    ("comparison", .table(Sketches.comparison)),
    ("text", .text("The threads are 2.")),
  ]

  @Test(arguments: figures.indices) func allFormats(index: Int) {
    let endings = [
      "text/plain": "txt", "text/html": "html", "image/svg+xml": "svg",
      "application/vnd.vegalite.v5+json": "vl.json",
    ]
    let (name, figure) = Self.figures[index]
    #expect(figure.firstLine == figure.plainText.split(separator: "\n").first.map(String.init))
    for (mime, data) in figure.bundle {
      expectGolden((data.string ?? data.text) + "\n", "\(name).\(endings[mime] ?? "unknown")")
    }
  }

  /// Screen readers say the title of a drawing, the description of a plot, and the headings of a cell.
  @Test func everyFormSaysWhatItShows() throws {
    for (_, figure) in Self.figures {
      if let svg = figure.svg {
        let title = try #require(svg.firstMatch(of: /<title>([^<]+)<\/title>/))
        #expect(svg.contains("role=\"img\"") && HTML.escaped(figure.firstLine).hasPrefix(title.1))
      }
      if let plot = figure.bundle.first(where: { $0.mime.contains("vegalite") })?.data {
        #expect(plot["description"]?.string?.hasPrefix(figure.firstLine) == true)
      }
      if let table = figure.html { #expect(table.contains("scope=\"col\"")) }
    }
  }

  @Test func formatsOfEachKind() {
    func formats(_ figure: Figure) -> [String] { figure.bundle.map(\.mime) }
    #expect(formats(.table(Sketches.experts)) == ["text/plain", "text/html"])
    #expect(formats(.text("a")) == ["text/plain"])
    for plot in [
      Figure.heatMap(Sketches.gates), .linePlot(Sketches.loss), .barPlot(Sketches.bars),
    ] {
      #expect(
        formats(plot) == ["text/plain", "application/vnd.vegalite.v5+json", "image/svg+xml"])
    }
  }
}
