package import DataSets
import Engine
import Models
import Numbers
import Options
package import System
import Training

/// Whether a model's experts do work of their own: who is used by how many rows, and who repeats whom.
package struct ExpertHealth: Sendable {
  /// What is wrong with an expert, or with a task's choice of experts.
  package enum Verdict: Sendable, Equatable {
    /// No task's mean weight reaches 0.01.
    case dead
    /// The expert has the largest weight on more than 95 % of a task's rows.
    case monopoly(task: String)
    /// More than 90 % of its activations are 0.
    case saturated
    /// Its outputs point the same way as another's (cosine above 0.95).
    case twin(of: String)

    /// The task of a monopoly.
    var task: String? { if case .monopoly(let task) = self { task } else { nil } }
    /// The other one of twins.
    var twin: String? { if case .twin(let other) = self { other } else { nil } }
  }

  /// How much of a task an expert gets.
  package struct Load: Sendable {
    /// Mean over the rows of the expert's share of the weights, 0 … 1.
    package let mean: Double
    /// Share of the rows on which it weighs most; nil for weights that all rows share.
    package let top: Double?
    /// 95th percentile of its share over the rows, to 1/1000.
    package let high: Double
  }

  package let experts: [String]
  package let tasks: [String]
  /// [tasks][experts]; nil where a task does not see the expert.
  package let loads: [[Load?]]
  /// Gini coefficient of the top-1 shares of the experts that a task sees; nil without such shares.
  package let gini: [Double?]
  /// Share of an expert's activations that are 0; nil where it has no output of its own.
  package let zeros: [Double?]
  /// Cosine of two experts' outputs over all rows, [experts][experts]; NaN where undefined.
  package let cosines: [[Double]]
  let look: Look
  /// True if the model could drop experts in training, and does not.
  let canDropExperts: Bool
  /// True for an expert of those whose number an option sets: the model could be built with fewer.
  let isOneOfMany: [Bool]

  /// The health of `named`'s experts, in one pass over a part of its data.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    let records = ExpertUse.records(of: named.model)
    if records.isEmpty {
      throw AnalysisError.lacks(.experts, model: named.name, kind: named.model.kindName)
    }
    look = try Look(at: part, of: named)
    let options = named.model.options
    canDropExperts = options.contains { $0.name == "expert-dropout" && $0.value == .number(0) }
    let experts = GatePart.experts(of: GatePart.all(of: records))
    let hasNumber = options.contains { $0.name.hasSuffix("-experts") }
    let numbered = Set(
      records.flatMap(\.parts).filter { $0.expert != nil }.map { GatePart($0).expert })
    isOneOfMany = experts.map { hasNumber && numbered.contains($0) }
    var loads = records.map { ExpertLoadSums($0, experts) }
    var outputs = ExpertOutputSums(named.model, experts)
    let prediction = Prediction(named.model, look.data, keeping: outputs.values.compactMap { $0 })
    try prediction.forEachBatch(look.rows, interrupt: interrupt) { plan in
      for row in 0..<plan.batch.rows {
        for index in loads.indices { loads[index].add(plan.row(row, of: records[index].value)) }
        outputs.add { plan.row(row, of: $0) }
      }
    }
    self.experts = experts
    tasks = records.compactMap(\.task).map { named.model.schema.tasks[$0].name }
    self.loads = loads.map(\.loads)
    gini = self.loads.map { Self.giniCoefficient(of: $0.compactMap { $0?.top }) }
    (zeros, cosines) = (outputs.zeros, outputs.cosines)
  }

  /// 0 where all are equal, (n − 1)/n where one has everything; nil for fewer than two.
  package static func giniCoefficient(of shares: [Double]) -> Double? {
    let sum = shares.reduce(0, +)
    if shares.count < 2 || sum == 0 { return nil }
    let weighted = shares.sorted().enumerated().reduce(0.0) {
      $0 + Double(2 * ($1.offset + 1) - shares.count - 1) * $1.element
    }
    return weighted / (Double(shares.count) * sum)
  }

  /// Tasks whose rows go to few of the experts they see, while the others are idle.
  ///
  /// The Gini of the top-1 shares is above 0.5, or above three quarters of the (K − 1)/K that K experts
  /// can reach: for two, 0.375. A gate that only prefers an expert a little on every row has such a Gini,
  /// too; therefore the experts that are left, beyond those that win 95 % of the rows, must also have
  /// less than a tenth of an even share of the weights each.
  package var collapsedTasks: [String] {
    tasks.indices.filter { task in
      let seen = loads[task].compactMap { $0 }
      let bound = min(0.5, 0.75 * Double(seen.count - 1) / Double(max(1, seen.count)))
      return (gini[task] ?? 0) > bound && Self.leavesOthersIdle(seen)
    }.map { tasks[$0] }
  }

  /// True if there are experts beyond the fewest that win 95 % of the rows, and all of them are idle.
  private static func leavesOthersIdle(_ loads: [Load]) -> Bool {
    var won = 0.0
    let left = loads.sorted { ($0.top ?? 0) > ($1.top ?? 0) }.drop { load in
      defer { won += load.top ?? 0 }
      return won <= 0.95
    }
    return !left.isEmpty && left.allSatisfy { ExpertUse.isIdle($0.mean, among: loads.count) }
  }

  /// What is wrong with an expert, the gravest first.
  package func verdicts(ofExpert expert: Int) -> [Verdict] {
    var verdicts: [Verdict] = []
    let seen = loads.compactMap { $0[expert] }
    if seen.allSatisfy({ $0.mean < 0.01 }) { verdicts.append(.dead) }
    for (task, loads) in zip(tasks, loads) where (loads[expert]?.top ?? 0) > 0.95 {
      if loads.count(where: { $0 != nil }) > 1 { verdicts.append(.monopoly(task: task)) }
    }
    if (zeros[expert] ?? 0) > 0.9 { verdicts.append(.saturated) }
    for other in experts.indices where other != expert && cosines[expert][other] > 0.95 {
      verdicts.append(.twin(of: experts[other]))
    }
    return verdicts
  }
}
