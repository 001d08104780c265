/// Colours between fixed ones, for cells that carry a number.
struct ColorScale {
  typealias Color = (red: Double, green: Double, blue: Double)

  /// Five colours of viridis: dark for little, light for much.
  static let viridis = ColorScale(anchors: [
    (68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37),
  ])
  /// Orange below zero, white at zero, blue above.
  static let signed = ColorScale(anchors: [
    (179, 88, 6), (241, 163, 64), (247, 247, 247), (103, 169, 207), (33, 102, 172),
  ])

  private let anchors: [Color]

  /// The colour at `fraction` (0…1) of the scale.
  func color(at fraction: Double) -> Color {
    let part = fraction.isFinite ? min(1, max(0, fraction)) : 0.5
    let position = part * Double(anchors.count - 1)
    let index = min(anchors.count - 2, Int(position))
    let rest = position - Double(index)
    let (low, high) = (anchors[index], anchors[index + 1])
    return (
      low.red + (high.red - low.red) * rest, low.green + (high.green - low.green) * rest,
      low.blue + (high.blue - low.blue) * rest
    )
  }

  static func text(_ color: Color) -> String {
    let parts = [color.red, color.green, color.blue].map { "\(Int($0.rounded()))" }
    return "rgb(\(parts.joined(separator: ",")))"
  }

  /// Black or white, whichever is easier to read on `color`.
  static func ink(on color: Color) -> String {
    let brightness = 0.299 * color.red + 0.587 * color.green + 0.114 * color.blue
    return brightness > 128 ? "black" : "white"
  }
}
