import ArgumentParser
import DataSets
package import Engine

/// The kind of the public gates.
package enum GateOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A trained value per task, expert and mapping (TVG in the paper).
  case trainable
  /// A softmax over experts and mappings, from a linear layer on the experts' input (MG in the paper).
  case mapping
}

/// A function of the virtual gradient, or none.
package enum VirtualGradientOption: RawRepresentable, CaseIterable, ExpressibleByArgument, Sendable
{
  case function(VirtualGradientFunction)
  case none

  /// All functions, then `none`.
  package static var allCases: [VirtualGradientOption] {
    VirtualGradientFunction.allCases.map(VirtualGradientOption.function) + [.none]
  }

  /// The option with that name.
  package init?(rawValue: String) {
    guard let option = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = option
  }

  /// The name of the function, or `none`.
  package var rawValue: String { function?.rawValue ?? "none" }

  /// The function; nil for `none`.
  package var function: VirtualGradientFunction? {
    if case .function(let function) = self { function } else { nil }
  }
}

/// The quantity that the virtual gradient scales.
package enum VirtualGradientTarget: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// The gradient of the gates, as in eq. 8.
  case gradient
  /// The step of the gates: `G ← G_old + Πγ · (G_new − G_old)`.
  case step
}

extension DEPHN {
  /// The gates [T·K·P] of a row, with the virtual gradient and expert dropout applied.
  func gateValues(_ network: Network, reading shared: Value) -> Value {
    let tasks = network.schema.tasks.count
    let virtual = virtualGradient.function.map {
      VirtualGradient(function: $0, measure: correlation)
    }
    if let virtual {
      network.record(GateScaling(virtualGradient: virtual, target: virtualGradientOn))
    }
    let plain: Value
    if gate == .trainable {
      let gates = network.parameters.tensor(
        "gates", [tasks, numExperts, mappings.count], .constant(1))
      train(gates)
      network.record(.shared, gates)
      if let virtual, virtualGradientOn == .step {
        plain = network.graph.repeated(gates, scalingSteps: virtual)
      } else {
        plain = network.graph.repeated(gates)
      }
    } else {
      plain = mappingGates(network, reading: shared)
    }
    recordGates(network, plain)
    guard let virtual, virtualGradientOn == .gradient, tasks > 1 else {
      return surviving(network, plain)
    }
    return surviving(
      network,
      network.graph.virtualGradient(plain, tasks: tasks, virtual, constant: gate == .trainable))
  }

  /// Trainable gates after expert dropout, per row and task.
  ///
  /// The others are scaled up, as the tower sums over experts; mapping gates are dropped before their
  /// softmax instead.
  private func surviving(_ network: Network, _ gates: Value) -> Value {
    if gate == .mapping || gating.expertDropout == 0 { return gates }
    return network.graph.dropout(
      gates, rate: gating.expertDropout, name: "gates",
      groups: network.schema.tasks.count * numExperts)
  }

  /// The gates of all tasks in turn: `G[t] = softmax over (k, p) of (z_pub A_t + a_t)`.
  private func mappingGates(_ network: Network, reading shared: Value) -> Value {
    network.graph.concatenation(
      network.schema.tasks.map { task in
        let scope = network.parameters["gates"][task.name]
        let weight = scope.tensor(
          "weight", [shared.width, parts.count], .glorot(shared.width, parts.count))
        let bias = scope.tensor("bias", [parts.count], .constant(0))
        for parameter in [weight, bias] { train(parameter) }
        return network.softmax(
          network.graph.dense(shared, weight: weight, bias: bias), gating, name: scope.path,
          experts: numExperts)
      })
  }

  /// Sets the gates' own update rule and learning rate, if they were given.
  private func train(_ gate: Parameter) {
    gate.exception.rule = gateOptimizer
    gate.exception.learningRate = gateLearningRate.map { Float($0) }
  }

  private func recordGates(_ network: Network, _ gates: Value) {
    for task in network.schema.tasks.indices {
      network.record(
        gate == .trainable ? .sharedGate : .rowGate, task: task, gates,
        offset: task * parts.count, parts)
    }
  }
}
