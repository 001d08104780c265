import ArgumentParser
import DataSets
import Engine
import Models
import Testing

/// Names and shapes in a saved file are fixed by the specification, so other programs can read them.
@Suite struct TensorNameTests {
  private func shapes(_ kind: any ModelKind) throws -> [String: [Int]] {
    let model = try Model(kind, schema: SmallData.schema, seed: 1)
    return Dictionary(uniqueKeysWithValues: model.parameters.all.map { ($0.name, $0.shape) })
  }

  private let embedding: [String: [Int]] = [
    "embedding.colour.weight": [4, 4], "embedding.size.scale": [4], "embedding.size.shift": [4],
    "embedding.shape.weight": [3, 4],
  ]

  @Test func dephn() throws {
    let words = ["--embedding-dim", "4", "--num-experts", "2", "--expert-hidden-units", "6", "5"]
    var expected = embedding
    for name in ["query", "key", "value", "output"] { expected["attention.\(name)"] = [4, 4] }
    expected["ssg.dnn"] = [3, 4]
    expected["gates"] = [2, 2, 2]
    for k in 0..<2 {
      expected["experts.\(k).0.weight"] = [12, 6]
      expected["experts.\(k).0.bias"] = [6]
      expected["experts.\(k).1.weight"] = [6, 5]
      expected["experts.\(k).1.bias"] = [5]
    }
    for task in ["click", "buy"] {
      expected["ssg.\(task).cross"] = [3, 4]
      expected["ssg.\(task).field"] = [3, 4]
      for layer in 0..<3 {
        expected["cross.\(task).\(layer).matrix"] = [12, 12]
        for name in ["vector", "bias", "residual"] {
          expected["cross.\(task).\(layer).\(name)"] = [12]
        }
        expected["field.\(task).\(layer).matrix"] = [3, 3]
        expected["field.\(task).\(layer).residual"] = [3]
      }
      expected["towers.\(task).public.weight"] = [2, 2, 5]
      expected["towers.\(task).public.bias"] = [1]
      expected["towers.\(task).cross.weight"] = [12]
      expected["towers.\(task).field.weight"] = [12]
      expected["towers.\(task).private.bias"] = [1]
    }
    #expect(try shapes(DEPHN.parse(words)) == expected)

    expected["gates"] = nil
    for task in ["click", "buy"] {
      expected["gates.\(task).weight"] = [12, 4]
      expected["gates.\(task).bias"] = [4]
    }
    #expect(try shapes(DEPHN.parse(words + ["--gate", "mapping"])) == expected)
  }

  @Test func mmoe() throws {
    let words = ["--embedding-dim", "4", "--num-experts", "3", "--expert-hidden-units", "6"]
    var expected = embedding
    for k in 0..<3 {
      expected["experts.\(k).0.weight"] = [12, 6]
      expected["experts.\(k).0.bias"] = [6]
    }
    for task in ["click", "buy"] {
      expected["gates.\(task).weight"] = [12, 3]
      expected["towers.\(task).0.weight"] = [6, 32]
      expected["towers.\(task).0.bias"] = [32]
      expected["towers.\(task).1.weight"] = [32, 1]
      expected["towers.\(task).1.bias"] = [1]
    }
    #expect(try shapes(MMoE.parse(words)) == expected)
  }

  @Test func sharedBottom() throws {
    let words = ["--embedding-dim", "4", "--bottom-hidden-units", "6", "--tower-hidden-units", "2"]
    var expected = embedding
    expected["bottom.0.weight"] = [12, 6]
    expected["bottom.0.bias"] = [6]
    for task in ["click", "buy"] {
      expected["towers.\(task).0.weight"] = [6, 2]
      expected["towers.\(task).0.bias"] = [2]
      expected["towers.\(task).1.weight"] = [2, 1]
      expected["towers.\(task).1.bias"] = [1]
    }
    #expect(try shapes(SharedBottom.parse(words)) == expected)
  }

  /// Bounds and deviations of the specification's table of initial values.
  @Test func initialValues() throws {
    let model = try Model(DEPHN.parse([]), schema: SmallData.schema, seed: 3)
    func values(_ name: String) throws -> [Double] {
      try #require(model.parameters[name]).weights.array.map(Double.init)
    }
    #expect(try values("gates").allSatisfy { $0 == 1 })
    #expect(try values("ssg.dnn").allSatisfy { $0 == 0 })
    #expect(try values("cross.buy.1.residual").allSatisfy { $0 == 1 })
    #expect(try values("experts.0.0.bias").allSatisfy { $0 == 0 })
    let expert = try values("experts.1.0.weight")
    let bound = (6.0 / (24 + 128)).squareRoot()
    #expect(expert.allSatisfy { abs($0) <= bound } && (expert.max() ?? 0) > 0.98 * bound)
    let tower = try values("towers.click.public.weight")
    let towerBound = (6.0 / (3 * 2 * 64 + 1)).squareRoot()
    #expect(tower.allSatisfy { abs($0) <= towerBound } && (tower.max() ?? 0) > 0.9 * towerBound)
    let table = try values("embedding.colour.weight")
    let spread = (table.reduce(0) { $0 + $1 * $1 } / Double(table.count)).squareRoot()
    #expect(spread > 0.006 && spread < 0.014)
  }
}
