import ArgumentParser
import DataSets
package import Engine

/// Where the public gates come from.
package enum GateOption: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// A trained value for each task, expert and mapping (the paper's TVG).
  case trainable
  /// A softmax over experts and mappings of a linear map of what the experts read (the paper's MG).
  case mapping
}

/// A function of the virtual gradient, or none.
package enum VirtualGradientOption: RawRepresentable, CaseIterable, ExpressibleByArgument, Sendable
{
  case function(VirtualGradientFunction)
  case none

  package static var allCases: [VirtualGradientOption] {
    VirtualGradientFunction.allCases.map(VirtualGradientOption.function) + [.none]
  }

  package init?(rawValue: String) {
    guard let option = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = option
  }

  package var rawValue: String { function?.rawValue ?? "none" }

  package var function: VirtualGradientFunction? {
    if case .function(let function) = self { function } else { nil }
  }
}

/// What the virtual gradient scales.
package enum VirtualGradientTarget: String, CaseIterable, ExpressibleByArgument, Sendable {
  /// The gates' gradient, as in eq. 8.
  case gradient
  /// The gates' step: `G ← G_old + Πγ · (G_new − G_old)`.
  case step
}

extension DEPHN {
  /// Gates [T·K·P] of a row, scaled in their gradient as the virtual gradient says.
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

  /// Trainable gates as a row of a step has them: each task loses experts by chance.
  ///
  /// Those left count for more, since they are a sum; mapping gates lose theirs before the softmax.
  private func surviving(_ network: Network, _ gates: Value) -> Value {
    if gate == .mapping || gating.expertDropout == 0 { return gates }
    return network.graph.dropout(
      gates, rate: gating.expertDropout, name: "gates",
      groups: network.schema.tasks.count * numExperts)
  }

  /// `G[t] = softmax over (k, p) of (z_pub A_t + a_t)`, the tasks side by side.
  private func mappingGates(_ network: Network, reading shared: Value) -> Value {
    network.graph.concatenation(
      network.schema.tasks.map { task in
        let place = network.parameters["gates"][task.name]
        let weight = place.tensor(
          "weight", [shared.width, parts.count], .glorot(shared.width, parts.count))
        let bias = place.tensor("bias", [parts.count], .constant(0))
        for parameter in [weight, bias] { train(parameter) }
        return network.softmax(
          network.graph.dense(shared, weight: weight, bias: bias), gating, name: place.path,
          experts: numExperts)
      })
  }

  /// Gives a gate's tensor its own optimiser and learning rate, where they were asked for.
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
