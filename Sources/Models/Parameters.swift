package import Engine
import Numbers
import System

/// A scope in the names of a model's tensors, in which a layer asks for its own.
///
/// `parameters["experts"][3]` is a scope within a scope; names are joined, as in `experts.3.weight`, and
/// are those of the saved file. New and loaded models are built in the same way.
package struct Parameters {
  private let store: ParameterStore
  /// The prefix of names in this scope, without the final dot.
  let path: String

  init(_ store: ParameterStore, path: String = "") {
    self.store = store
    self.path = path
  }

  /// The scope `name` within this one.
  package subscript(_ name: String) -> Parameters {
    Parameters(store, path: path.isEmpty ? name : path + "." + name)
  }

  /// The scope of that number within this one.
  package subscript(_ number: Int) -> Parameters { self[String(number)] }

  /// The tensor `name` of this scope, made with `initial` values on first use.
  package func tensor(_ name: String, _ shape: [Int], _ initial: InitialValues) -> Parameter {
    store.tensor(self[name].path, shape, initial)
  }
}

/// The initial values of a tensor (table "Initial values" of the DEPHN specification).
package enum InitialValues: Sendable {
  case constant(Double)
  /// Normal with mean 0.
  case normal(deviation: Double)
  /// Given values, one per number of a row.
  case values([Double])
  /// Uniform in −bound … bound.
  case uniform(bound: Double)

  /// Uniform with bound √(6 / (in + out)): Glorot and Bengio, AISTATS 2010.
  static func glorot(_ inWidth: Int, _ outWidth: Int) -> InitialValues {
    .uniform(bound: (6 / Double(inWidth + outWidth)).squareRoot())
  }
}

/// The tensors of a model.
package final class ParameterStore {
  /// All tensors, in the order in which layers first asked for them.
  package private(set) var all: [Parameter] = []
  private var indices: [String: Int] = [:]
  private var initial: [InitialValues] = []

  func tensor(_ name: String, _ shape: [Int], _ initial: InitialValues) -> Parameter {
    if let index = indices[name] {
      precondition(all[index].shape == shape, "\(name) is asked for in two shapes")
      return all[index]
    }
    let parameter = Parameter(name: name, shape: shape)
    indices[name] = all.count
    all.append(parameter)
    self.initial.append(initial)
    return parameter
  }

  /// The tensor of that full name; nil if there is none.
  package subscript(_ name: String) -> Parameter? { indices[name].map { all[$0] } }

  /// The number of weights in the model.
  package var count: Int { all.reduce(0) { $0 + $1.count } }

  /// Sets the initial values of all tensors; random ones depend on seed and name only.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  func draw(seed: UInt64, _ interrupt: Interrupt) throws(CancellationError) {
    for parameter in all { try parameter.takeMemory(interrupt) }
    try parallel(over: all.count) { index, _ throws(CancellationError) in
      var stream = RandomStream(seed: seed, purpose: "initial values of " + all[index].name)
      try initial[index].fill(all[index].weights, from: &stream, interrupt)
    }
  }
}

extension InitialValues {
  /// Values drawn between two checks of the interrupt, about a millisecond.
  private static let glance = 1 << 16

  fileprivate func fill(
    _ values: ParameterValues, from stream: inout RandomStream, _ interrupt: Interrupt
  ) throws(CancellationError) {
    try values.forEachRow { row throws(CancellationError) in
      for index in row.indices {
        if index % Self.glance == 0 { try interrupt.check() }
        row[index] = Float(value(of: index, from: &stream))
      }
    }
  }

  private func value(of index: Int, from stream: inout RandomStream) -> Double {
    switch self {
    case .constant(let value): value
    case .values(let values): values[index]
    case .normal(let deviation): deviation * stream.normal()
    case .uniform(let bound): stream.uniform(in: -bound...bound)
    }
  }
}
