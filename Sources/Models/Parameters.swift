package import Engine
import Numbers
import System

/// The place from which a layer asks for its tensors by name.
///
/// `parameters["experts"][3]` goes a step down, and names join to `experts.3.weight`. A new model
/// and a loaded one take the same path, and the names are the ones in the saved file.
package struct Parameters {
  private let store: ParameterStore
  /// What the names of the tensors here begin with.
  let path: String

  init(_ store: ParameterStore, path: String = "") {
    self.store = store
    self.path = path
  }

  package subscript(_ name: String) -> Parameters {
    Parameters(store, path: path.isEmpty ? name : path + "." + name)
  }

  package subscript(_ number: Int) -> Parameters { self[String(number)] }

  /// The tensor `name` here, made with its initial values if it is new.
  package func tensor(_ name: String, _ shape: [Int], _ initial: InitialValues) -> Parameter {
    store.tensor(self[name].path, shape, initial)
  }
}

/// How a new tensor's values are drawn (the table "Initial values" of the DEPHN specification).
package enum InitialValues: Sendable {
  case constant(Double)
  case normal(deviation: Double)
  /// These, one for each number of a row.
  case values([Double])
  /// Uniform in −bound … bound.
  case uniform(bound: Double)

  /// Glorot and Bengio's uniform: bound √(6 / (in + out)).
  static func glorot(_ inWidth: Int, _ outWidth: Int) -> InitialValues {
    .uniform(bound: (6 / Double(inWidth + outWidth)).squareRoot())
  }
}

/// All tensors of a model, in the order in which its layers asked for them.
package final class ParameterStore {
  package private(set) var all: [Parameter] = []
  private var places: [String: Int] = [:]
  private var initial: [InitialValues] = []

  func tensor(_ name: String, _ shape: [Int], _ initial: InitialValues) -> Parameter {
    if let place = places[name] {
      precondition(all[place].shape == shape, "\(name) is asked for in two shapes")
      return all[place]
    }
    let parameter = Parameter(name: name, shape: shape)
    places[name] = all.count
    all.append(parameter)
    self.initial.append(initial)
    return parameter
  }

  package subscript(_ name: String) -> Parameter? { places[name].map { all[$0] } }

  /// How many numbers the model holds.
  package var count: Int { all.reduce(0) { $0 + $1.count } }

  /// Draws every tensor's values; each depends on the seed and the tensor's name only.
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
  /// Values that are drawn between two looks at the interrupt: a millisecond's.
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
