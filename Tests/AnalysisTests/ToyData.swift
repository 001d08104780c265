import Analysis
import DataSets
import Models
import Options
import Training

/// Small data sets and models whose figures can be computed by hand.
enum ToyData {
  /// The labels given for training and validation rows, and the same rows once more for the test.
  ///
  /// Features follow from the row's number; row 3 holds a word that the vocabulary lacks.
  static func labelled(
    _ labels: [(name: String, values: [Float])], kinds: [Task.Kind] = []
  ) -> DataSet {
    let count = labels.first?.values.count ?? 0
    let tasks = labels.enumerated().map {
      Task(name: $1.name, kind: $0 < kinds.count ? kinds[$0] : .binary)
    }
    let raw = (0..<2 * count).map { $0 % count % 4 == 3 ? Float.nan : Float($0 % count) }
    let transform = NumericTransform(fitting: raw)
    let ids = (0..<2 * count).map { Int32($0 % count == 3 ? 3 : $0 % count % 3) }
    let rows = Int32(count)
    let middle = rows * 3 / 4
    return DataSet(
      source: "toy",
      schema: Schema(
        features: [
          Feature(name: "age", kind: .numeric(transform)),
          Feature(name: "city", kind: .categorical(vocabulary: ["Rome", "Paris"])),
        ], tasks: tasks),
      columns: [
        .numbers(raw: Values(raw), transformed: Values(raw.map { transform($0) })),
        .categories(Values(ids)),
      ],
      labels: labels.map { $0.values + $0.values },
      split: Split(
        train: Array(0..<middle), validation: Array(middle..<rows),
        test: Array(rows..<2 * rows)),
      notes: [],
      fingerprint: "0123456789abcdef", strangers: [WordList(), WordList(["Oslo"])])
  }

  /// n = 7 common rows, n₁ = 3, n₂ = 4, n₁₁ = 2.
  static let pair = labelled([
    ("income", [1, 1, 1, 0, 0, 0, 0, 1]), ("married", [1, 1, 0, 1, 1, 0, 0, .nan]),
  ])

  static let many = labelled([
    ("income", (0..<64).map { $0 % 3 == 0 ? 1 : 0 }),
    ("married", (0..<64).map { $0 % 2 == 0 ? 1 : 0 }),
  ])

  static func sharedBottom() throws -> SharedBottom {
    try .parsed([option("embedding-dim", 4), option("bottom-hidden-units", 8)])
  }

  static func mixture(experts: Int = 3) throws -> MMoE {
    try .parsed([
      option("embedding-dim", 4), option("num-experts", experts), option("expert-hidden-units", 8),
    ])
  }

  /// Two experts, two mappings, and a virtual gradient that `function` names.
  static func dephn(
    gate: String = "trainable", virtualGradient: String = "add-abs"
  ) throws -> DEPHN {
    try .parsed([
      option("embedding-dim", 4), option("num-experts", 2), option("expert-hidden-units", 8),
      OptionSetting(name: "gate", value: .text(gate)),
      OptionSetting(name: "virtual-gradient", value: .text(virtualGradient)),
    ])
  }

  private static func option(_ name: String, _ value: Int) -> OptionSetting {
    OptionSetting(name: name, value: .integer(value))
  }

  /// An untrained model of `kind` over `many`, under the name `m`.
  static func model(_ kind: some ModelKind, on data: DataSet = many) throws -> NamedModel {
    NamedModel("m", Trainer(try Model(kind, schema: data.schema, seed: 7), data))
  }
}
