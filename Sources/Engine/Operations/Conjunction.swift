import Numbers

extension Graph {
  /// The logit of the product of two probabilities, given as logits a and b [1].
  ///
  /// `logit(σ(a) σ(b)) = −log(e⁻ᵃ + e⁻ᵇ + e⁻ᵃ⁻ᵇ)`. The cross-entropy of a product, as in ESMM, becomes that
  /// of an ordinary logit, without overflow and without probabilities rounded to 0.
  package func conjunction(_ a: Value, _ b: Value) -> Value {
    precondition(a.width == 1 && b.width == 1)
    let operation = Conjunction(a: a, b: b, output: value(width: 1))
    add(operation)
    return operation.output
  }
}

/// Multiplies probabilities given as logits, in double.
final class Conjunction: Operation {
  let a: Value
  let b: Value
  let output: Value

  init(a: Value, b: Value, output: Value) {
    self.a = a
    self.b = b
    self.output = output
  }

  var inputs: [Value] { [a, b] }
  var outputs: [Value] { [output] }

  func forward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(a), chunk.value(b))
    let both = chunk.value(output)
    for row in 0..<chunk.count {
      let odds = Odds(Double(x[row]), Double(y[row]))
      both[row] = Float(-(odds.largest + Elementary.log(odds.sum)))
    }
  }

  func backward(_ chunk: Chunk) {
    let (x, y) = (chunk.value(a), chunk.value(b))
    let up = chunk.gradient(output)
    let da = chunk.addable(self, 0, a)
    let db = chunk.addable(self, 1, b)
    for row in 0..<chunk.count {
      let odds = Odds(Double(x[row]), Double(y[row]))
      da[row] += up[row] * Float((odds.withoutA + odds.neither) / odds.sum)
      db[row] += up[row] * Float((odds.withoutB + odds.neither) / odds.sum)
    }
  }

  /// The odds of the three ways in which not both events occur, divided by e to the `largest` exponent.
  private struct Odds {
    let largest: Double
    let withoutA: Double
    let withoutB: Double
    let neither: Double

    init(_ a: Double, _ b: Double) {
      largest = max(-a, -b, -a - b)
      withoutA = Elementary.exp(-a - largest)
      withoutB = Elementary.exp(-b - largest)
      neither = Elementary.exp(-a - b - largest)
    }

    var sum: Double { withoutA + withoutB + neither }
  }
}
