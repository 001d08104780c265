/// The frame of every figure in plain text: title above, reading below, at most 80 columns.
enum TextPage {
  static let width = 80
  static let indent = "  "

  /// The lines of a figure's body between what it is and what it says.
  static func text(title: String, subtitle: String?, body: [String], reading: String?) -> String {
    var lines = title.wrapped(to: width)
    if let subtitle { lines += subtitle.wrapped(to: width) }
    lines += [""] + body
    if let reading { lines += [""] + indented(reading) }
    return lines.joined(separator: "\n")
  }

  /// The line that a page with this title begins with.
  static func firstLine(of title: String) -> String { title.wrapped(to: width).first ?? "" }

  /// A paragraph, two columns from the left edge.
  static func indented(_ paragraph: String) -> [String] {
    paragraph.wrapped(to: width - indent.count).map { $0.isEmpty ? "" : indent + $0 }
  }

  static func rule(_ length: Int) -> String { indent + String(repeating: "─", count: length) }

  /// The line without the spaces at its end.
  static func trimmed(_ line: String) -> String {
    guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
    return String(line[...last])
  }
}

/// Bars of eighth blocks: exact to an eighth of a character.
enum TextBar {
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

  /// A bar of `share` (0…1) of `width` characters; what is above zero shows at least `▏`.
  static func text(share: Double, width: Int) -> String {
    guard share > 0 else { return "" }
    let count = max(1, Int((min(share, 1) * Double(width * 8)).rounded()))
    let full = String(repeating: "█", count: count / 8)
    return count % 8 == 0 ? full : full + String(eighths[count % 8 - 1])
  }

  /// The end of the scale for shares up to `largest`: the next 5 %, and the whole beyond a half.
  static func scale(upTo largest: Double) -> Double {
    if largest > 0.5 { return 1 }
    return max(0.05, (largest * 20 - 1e-9).rounded(.up) / 20)
  }
}
