/// A drawing that is legible on white and on black: SVG in a notebook is an image that no theme
/// reaches, so text and lines have colours of contrast 4.4 : 1 or more to both.
struct SVG {
  /// Contrast 4.5 : 1 to white and 4.6 : 1 to black.
  static let ink = "#767676"
  static let palette = ["#3178c6", "#c8500a", "#258a3c", "#a05ac8", "#c2497b", "#7a7a1f"]
  static let dashes = ["none", "7 3", "2 3", "8 3 2 3", "12 4", "4 4"]

  /// Pixels that a plot takes at most, where it can: what a printed page has beside the prompts.
  static let pageWidth = 568.0

  /// x, y, width and height.
  typealias Rectangle = (x: Double, y: Double, width: Double, height: Double)

  let width: Double
  let height: Double
  private var elements: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// Pixels that a text of 12 points takes, roughly.
  static func width(of text: String) -> Double { Double(text.displayWidth) * letter }

  /// Pixels of a letter of 12 points, and how much wider those of a title are.
  static let letter = 7.0
  static let titleScale = 1.25

  /// A coordinate with one decimal at most.
  static func number(_ value: Double) -> String {
    ((value * 10).rounded() / 10).numeral ?? "0"
  }

  enum Anchor: String { case start, middle, end }

  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, color: String = SVG.ink,
    isTitle: Bool = false, isTurned: Bool = false
  ) {
    let weight = isTitle ? " font-size=\"14\" font-weight=\"bold\"" : ""
    let turn =
      isTurned ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
    elements.append(
      "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor.rawValue)\" "
        + "fill=\"\(color)\"\(weight)\(turn)>\(HTML.escaped(text))</text>")
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double, color: String) {
    elements.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" fill=\"\(color)\"/>")
  }

  mutating func line(_ points: [(x: Double, y: Double)], color: String = SVG.ink, style: Int? = nil)
  {
    let coordinates = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(
      separator: " ")
    let dash = style.map { Self.dashes[$0 % Self.dashes.count] } ?? "none"
    let width = style == nil ? "1" : "2"
    elements.append(
      "<polyline points=\"\(coordinates)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(width)\" "
        + "stroke-dasharray=\"\(dash)\"/>")
  }

  /// A box around text, dotted where it is faded.
  mutating func frame(x: Double, y: Double, width: Double, height: Double, isFaded: Bool) {
    elements.append(
      "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(width))\" "
        + "height=\"\(Self.number(height))\" rx=\"4\" fill=\"none\" stroke=\"\(Self.ink)\""
        + (isFaded ? " stroke-dasharray=\"2 3\"" : "") + "/>")
  }

  /// What `draw` adds is hidden by rectangles, which may stay transparent themselves.
  mutating func behind(_ rectangles: [Rectangle], _ draw: (inout SVG) -> Void) {
    // Drawings below each other are one document, in which names are told apart.
    let name = "behind-\(Table.Cell.hash(of: elements.joined()) % 1_000_000)"
    var layer = SVG(width: width, height: height)
    draw(&layer)
    let holes = rectangles.map { hole in
      "<rect x=\"\(Self.number(hole.x))\" y=\"\(Self.number(hole.y))\" "
        + "width=\"\(Self.number(hole.width))\" height=\"\(Self.number(hole.height))\" fill=\"black\"/>"
    }
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    elements +=
      [
        "<mask id=\"\(name)\" maskUnits=\"userSpaceOnUse\" x=\"0\" y=\"0\" \(size)>",
        "<rect \(size) fill=\"white\"/>",
      ] + holes + ["</mask>", "<g mask=\"url(#\(name))\">"] + layer.elements + ["</g>"]
  }

  /// A line between two boxes.
  mutating func connection(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), thickness: Double,
    isFaded: Bool
  ) {
    elements.append(
      "<line x1=\"\(Self.number(start.x))\" y1=\"\(Self.number(start.y))\" "
        + "x2=\"\(Self.number(end.x))\" y2=\"\(Self.number(end.y))\" stroke=\"\(Self.ink)\" "
        + "stroke-width=\"\(Self.number(thickness))\" "
        + "stroke-opacity=\"\(isFaded ? "0.3" : "0.6")\"/>")
  }

  mutating func ring(x: Double, y: Double, color: String) {
    elements.append(
      "<circle cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"5\" fill=\"none\" "
        + "stroke=\"\(color)\" stroke-width=\"2\"/>")
  }

  /// Title and subtitle at the top, the reading at the bottom.
  mutating func texts(_ texts: SVGTexts) {
    var y = 20.0
    for line in texts.title {
      text(line, x: 8, y: y, isTitle: true)
      y += SVGTexts.lineHeight
    }
    for line in texts.subtitle {
      text(line, x: 8, y: y)
      y += SVGTexts.lineHeight
    }
    y = height - texts.bottom + SVGTexts.lineHeight
    for line in texts.reading {
      text(line, x: 8, y: y)
      y += SVGTexts.lineHeight
    }
  }

  /// The document, with what a screen reader says.
  func document(_ texts: SVGTexts) -> SVGDocument {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    let head = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) role=\"img\" "
        + "style=\"max-width:100%;height:auto\" "
        + "xml:space=\"preserve\" font-family=\"sans-serif\" font-size=\"12\">",
      "<title>\(HTML.escaped(texts.title.joined(separator: " ")))</title>",
    ]
    let reading = texts.reading.joined(separator: " ")
    let description = reading.isEmpty ? [] : ["<desc>\(HTML.escaped(reading))</desc>"]
    let text = (head + description + elements + ["</svg>"]).joined(separator: "\n")
    return SVGDocument(width: width, height: height, text: text)
  }
}

/// A finished drawing with its size in pixels.
package struct SVGDocument: Sendable {
  let width: Double
  let height: Double
  package let text: String

  /// The drawings below each other in one document; `nil` for none.
  static func stacked(_ drawings: [SVGDocument]) -> SVGDocument? {
    guard drawings.count > 1 else { return drawings.first }
    let width = drawings.map(\.width).max() ?? 0
    var height = 0.0
    var parts: [String] = []
    for drawing in drawings {
      parts.append("<svg y=\"\(SVG.number(height))\"" + drawing.text.dropFirst("<svg".count))
      height += drawing.height
    }
    let size = "width=\"\(SVG.number(width))\" height=\"\(SVG.number(height))\""
    let head = "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size)>"
    let text = ([head] + parts + ["</svg>"]).joined(separator: "\n")
    return SVGDocument(width: width, height: height, text: text)
  }
}

/// The lines of text above and below a drawing.
struct SVGTexts {
  static let lineHeight = 18.0
  let title: [String]
  let subtitle: [String]
  let reading: [String]

  init(title: String, subtitle: String?, reading: String?) {
    let letters = (SVG.pageWidth - 16) / SVG.letter
    self.title = title.wrapped(to: Int(letters / SVG.titleScale))
    self.subtitle = subtitle?.wrapped(to: Int(letters)) ?? []
    self.reading = reading?.wrapped(to: Int(letters)) ?? []
  }

  /// Pixels above and below the drawing.
  var top: Double { Double(title.count + subtitle.count) * Self.lineHeight + 12 }
  var bottom: Double { Double(reading.count) * Self.lineHeight + 16 }

  /// Pixels that the longest line takes.
  var width: Double {
    let titles = title.map { SVG.width(of: $0) * SVG.titleScale }
    return (titles + (subtitle + reading).map(SVG.width)).max().map { $0 + 16 } ?? 0
  }
}
