import Numbers

/// How a model sees the labels of a regression.
package enum LabelTransform: String, Sendable, CaseIterable {
  /// Standardized logarithm of 1 + label.
  case log1p
  case standardize
  /// As they are.
  case none
}

/// Mean and deviation of a regression's training labels, or of their logarithms: a model learns
/// (g(y) − mean) / deviation, with g the identity or log(1 + y), and what people see is in the labels' units.
package struct LabelScale: Sendable, Codable, Equatable {
  package var mean: Double
  package var deviation: Double
  /// nil in files before version 0.3.0, and where it is not taken.
  private var log1p: Bool?

  /// True if the logarithm of 1 + label is standardized.
  package var takesLogarithm: Bool { log1p == true }

  /// The scale of training labels; nil for those that are learned as they are, by default those that are neither
  /// far from 0 nor apart, above 10, nor all but equal, with a deviation below 0.01.
  init?(_ labels: [Float], _ transform: LabelTransform?) {
    if transform == LabelTransform.none { return nil }
    log1p = transform == .log1p ? true : nil
    (mean, deviation) = (0, 1)
    let known = labels.filter { !$0.isNaN }.map { curved(Double($0)) }
    guard !known.isEmpty else { return nil }
    mean = known.reduce(0, +) / Double(known.count)
    let squares = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    deviation = (squares / Double(known.count)).squareRoot()
    // Labels that are all equal have the deviation of their mean's rounding.
    let isNarrow = deviation < 0.01 && deviation > 1e-6 * abs(mean)
    if transform == nil, max(abs(mean), deviation) <= 10, !isNarrow { return nil }
    if deviation == 0 { deviation = 1 }
  }

  private func curved(_ label: Double) -> Double {
    takesLogarithm ? Elementary.log1p(label) : label
  }

  /// What the model learns of a label.
  package func standardized(_ label: Float) -> Float {
    Float((curved(Double(label)) - mean) / deviation)
  }

  /// The label that a model's output stands for.
  package func label(_ output: Float) -> Float {
    let value = Double(output) * deviation + mean
    // A larger exponent leaves the range of 32 bits.
    return Float(takesLogarithm ? Elementary.expm1(min(value, 88)) : value)
  }
}

extension Task {
  /// How a regression's labels are learned; nil for other tasks.
  package var labelTransform: LabelTransform? {
    guard kind == .regression else { return nil }
    guard let scale else { return LabelTransform.none }
    return scale.takesLogarithm ? .log1p : .standardize
  }
}

extension DataSet {
  /// The same with scales for its regressions, by their training labels: as `transforms` say by the tasks'
  /// names, by default where labels are large.
  package func scalingLabels(_ transforms: [String: LabelTransform] = [:]) -> DataSet {
    var result = self
    for (index, task) in schema.tasks.enumerated() where task.kind == .regression {
      result.schema.tasks[index].scale = LabelScale(
        labels[index].values(of: split.train), transforms[task.name])
    }
    return result
  }

  /// The smallest training label of a task; nil if none is known.
  package func leastLabel(ofTask index: Int) -> Float? {
    labels[index].values(of: split.train).filter { !$0.isNaN }.min()
  }
}
