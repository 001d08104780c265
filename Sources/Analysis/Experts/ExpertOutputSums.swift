import Engine
import Models

/// What the experts give: zeros, and products of their outputs.
struct ExpertOutputSums {
  /// The output of each expert, nil where no module has its name.
  let values: [Value?]
  private var zeroCounts: [Double]
  private var products: [[Double]]
  private var rows = 0.0

  init(_ model: Model, _ experts: [String]) {
    let outputs = ExpertOutput.all(of: model)
    values = experts.map { name in outputs.first { $0.expert == name }?.value }
    zeroCounts = experts.map { _ in 0 }
    products = experts.map { _ in experts.map { _ in 0 } }
  }

  mutating func add(_ row: (Value) -> UnsafeBufferPointer<Float>) {
    rows += 1
    for (expert, value) in values.enumerated() {
      guard let value else { continue }
      let own = row(value)
      zeroCounts[expert] += Double(own.count { $0 == 0 })
      for other in 0...expert {
        guard let second = values[other], second.width == value.width else { continue }
        let their = row(second)
        var sum = 0.0
        for column in 0..<value.width { sum += Double(own[column]) * Double(their[column]) }
        products[expert][other] += sum
      }
    }
  }

  var zeros: [Double?] {
    values.enumerated().map { expert, value in
      value.map { zeroCounts[expert] / (rows * Double($0.width)) }
    }
  }

  var cosines: [[Double]] {
    values.indices.map { one in
      values.indices.map { other in
        let product = products[max(one, other)][min(one, other)]
        let lengths = (products[one][one] * products[other][other]).squareRoot()
        return lengths > 0 && product != 0 ? product / lengths : .nan
      }
    }
  }
}
