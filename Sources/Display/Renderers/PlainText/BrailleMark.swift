/// Shapes of dots that tell the series of one panel apart.
enum BrailleMark: CaseIterable {
  case ring, cross, plus, square, diamond, triangle

  /// How a legend writes it.
  var sign: String {
    switch self {
    case .ring: "○"
    case .cross: "×"
    case .plus: "+"
    case .square: "□"
    case .diamond: "◇"
    case .triangle: "▽"
    }
  }

  /// Five rows of five dots.
  fileprivate var rows: [String] {
    switch self {
    case .ring: []
    case .cross: ["#...#", ".#.#.", "..#..", ".#.#.", "#...#"]
    case .plus: ["..#..", "..#..", "#####", "..#..", "..#.."]
    case .square: ["#####", "#...#", "#...#", "#...#", "#####"]
    case .diamond: ["..#..", ".#.#.", "#...#", ".#.#.", "..#.."]
    case .triangle: ["#####", "#...#", ".#.#.", ".#.#.", "..#.."]
    }
  }
}

extension BrailleCanvas {
  /// A mark around a point; the dots between its strokes are cleared, so that lines do not hide it.
  mutating func draw(_ mark: BrailleMark, x: Double, y: Double) {
    if mark == .ring { return drawRing(x: x, y: y) }
    let (left, top) = (Int(x.rounded()) - 2, Int(y.rounded()) - 2)
    for (down, row) in mark.rows.enumerated() {
      for (across, dot) in row.enumerated() {
        draw(x: left + across, y: top + down, isSet: dot == "#")
      }
    }
  }
}
