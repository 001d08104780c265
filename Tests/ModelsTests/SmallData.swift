import DataSets
import Engine
import Models
import Numbers

/// A schema of three fields and two tasks, with rows.
enum SmallData {
  static let schema = Schema(
    features: [
      Feature(name: "colour", kind: .categorical(vocabulary: ["red", "green", "blue"])),
      Feature(
        name: "size",
        kind: .numeric(NumericTransform(takesLogarithm: false, mean: 0, deviation: 1))),
      Feature(name: "shape", kind: .categorical(vocabulary: ["round", "square"])),
    ], tasks: [Task(name: "click"), Task(name: "buy")])

  /// Random rows; click follows colour and size, buy follows click and shape.
  static func fill(_ batch: Batch, rows: Int, seed: UInt64 = 1) {
    var stream = RandomStream(seed: seed, purpose: "small data")
    batch.rows = rows
    for row in 0..<rows {
      let colour = stream.below(4)
      let shape = stream.below(3)
      let size = Float(stream.normal())
      batch.ids[row * 2] = Int32(colour)
      batch.ids[row * 2 + 1] = Int32(shape)
      batch.numbers.start[row] = size
      let click: Float = size + Float(colour) - 1.5 + Float(stream.normal()) / 3 > 0 ? 1 : 0
      batch.labels.start[row * 2] = click
      batch.labels.start[row * 2 + 1] = click == 1 && shape != 1 ? 1 : 0
    }
  }
}
