/// A trained tensor: its weights, their gradient, and what the optimiser remembers of them.
package final class Parameter {
  /// The name under which it is saved (`towers.income.public.weight`).
  package let name: String
  /// Row-major.
  package let shape: [Int]
  package let weights: FloatBuffer
  package let gradient: FloatBuffer
  /// Adam's running means of gradient and squared gradient.
  package let first: FloatBuffer
  package let second: FloatBuffer
  /// How this tensor is trained where it differs from the rest.
  package var exception = UpdateException()

  package init(name: String, shape: [Int]) {
    self.name = name
    self.shape = shape
    let count = shape.reduce(1, *)
    weights = FloatBuffer(count: count)
    gradient = FloatBuffer(count: count)
    first = FloatBuffer(count: count)
    second = FloatBuffer(count: count)
  }

  package var count: Int { weights.count }

  /// Takes the memory that training needs, before threads share it.
  func prepare() {
    for buffer in [weights, gradient, first, second] { _ = buffer.start }
  }
}

/// What a tensor's training does differently from the optimiser's general settings.
package struct UpdateException {
  /// L2: λ of λ/2 · Σ w² in the loss.
  package var decay: Float = 0
  package var rule: UpdateRule?
  package var learningRate: Float?
  /// Factors a weight's step is multiplied by after the update (a virtual gradient on steps).
  package var stepFactors: FloatBuffer?

  package init() {}
}
