package import ArgumentParser
import DataSets
import Engine
import Options

/// Levels of customized gate control: task-specific and shared experts, mixed by softmax gates.
///
/// One level is CGC, several are PLE. Tang et al., RecSys 2020, eqs. 1 to 6.
struct ProgressiveExtraction {
  let network: Network
  let levels: Int
  let sharedExperts: Int
  let specificExperts: Int
  let widths: [Int]
  let gating: GateOptions

  /// The inputs of the tasks' towers: `g^{k,N}`.
  func callAsFunction(_ x: Value) -> [Value] {
    var tasks = network.schema.tasks.map { _ in x }
    var shared = x
    for level in 0..<levels {
      let own = zip(network.schema.tasks, tasks).map { task, input in
        network.experts(
          input, experts(level)["tasks"][task.name], count: specificExperts, widths: widths)
      }
      let common = network.experts(
        shared, experts(level)["shared"], count: sharedExperts, widths: widths)
      // The shared gate covers every task's experts; the last level has none.
      let isLast = level == levels - 1
      if !isLast {
        shared = mixture(
          own.joined() + common, gates(level)["shared"], reading: shared,
          as: .levelGate(level: level + 1, reader: "shared"), of: nil)
      }
      tasks = network.schema.tasks.enumerated().map { index, task in
        mixture(
          own[index] + common, gates(level)["tasks"][task.name], reading: tasks[index],
          as: isLast ? .rowGate : .levelGate(level: level + 1, reader: task.name), of: index)
      }
    }
    return tasks
  }

  private func experts(_ level: Int) -> Parameters { network.parameters["experts"][level] }
  private func gates(_ level: Int) -> Parameters { network.parameters["gates"][level] }

  /// `w S` with `w = softmax(W g)`, where S are the experts.
  private func mixture(
    _ experts: [Value], _ gate: Parameters, reading input: Value, as role: Record.Role,
    of task: Int?
  ) -> Value {
    let shares = network.softmaxGate(input, gate, experts: experts.count, gating)
    network.record(role, task: task, shares, parts(of: task))
    return network.graph.weightedSum(experts, gate: shares)
  }

  /// The experts that a task's gate covers; all of the level for the shared gate.
  private func parts(of task: Int?) -> [Record.Part] {
    let owners = network.schema.tasks.indices.filter { task == nil || task == $0 }
    return owners.flatMap { owner in
      (0..<specificExperts).map {
        Record.Part(expert: $0, owner: network.schema.tasks[owner].name)
      }
    } + (0..<sharedExperts).map { Record.Part(expert: $0, owner: "shared") }
  }
}

/// The experts of CGC and PLE.
package struct ExtractionOptions: ParsableArguments, Sendable {
  @Option(help: "Number of shared experts per level.")
  package var numSharedExperts = 2

  @Option(help: "Number of experts per task and level.")
  package var numSpecificExperts = 2

  @OptionGroup package var experts: ExpertOptions

  package init() {}

  /// Checks the numbers of experts.
  ///
  /// - Throws: `OptionFault`.
  package func validate() throws {
    try Bounds(1...256).check("num-shared-experts", numSharedExperts)
    try Bounds(1...256).check("num-specific-experts", numSpecificExperts)
  }

  /// Levels of experts on x, then one tower per task.
  func logits(in network: Network, reading x: Value, levels: Int) -> [Value] {
    let extracted = ProgressiveExtraction(
      network: network, levels: levels, sharedExperts: numSharedExperts,
      specificExperts: numSpecificExperts, widths: experts.expertHiddenUnits,
      gating: experts.gating)(x)
    return zip(network.schema.tasks, extracted).map { task, x in
      network.tower(x, network.parameters["towers"][task.name], widths: experts.towerHiddenUnits)
    }
  }
}
