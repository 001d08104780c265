package import Data
import Engine
package import Models
import Training

/// What a model's gates learned: trained values that all rows share, or a softmax a row.
package struct Gates: Sendable {
  package enum Values: Sendable {
    /// G[t, k·P + p], the same for all rows (the paper's trainable value gating).
    case shared([[Double]])
    /// Gates that depend on the row (softmax and mapping gates).
    case rows([Spread])
  }

  /// A task's gates over many rows, a number a gate; the entropy is a share of the largest.
  package struct Spread: Sendable {
    package let mean: [Double]
    package let deviation: [Double]
    package let entropy: Double
  }

  package let tasks: [String]
  /// Names of the gates: `e1 raw`, or `e1` without mappings.
  package let parts: [GatePart]
  package let values: Values
  /// Mean over the rows of |G·W f|, tasks × gates; nil without such parts or without data.
  package let contributions: [[Double]]?
  /// The product of the γ that now scales each gate's gradient; nil if nothing does.
  package let factors: GateFactors?
  let model: String
  let age: String
  /// The data and rows measured on; empty without data.
  let rows: String

  /// True for a model with gates.
  package static func exist(in model: Model) -> Bool {
    model.records.contains { $0.role == .sharedGate || $0.role == .rowGate }
  }

  /// The gates of `named`, measured on a part of its data.
  ///
  /// Shared gates need no data; without it only their values are given.
  /// - Throws: `AnalysisError`, or `CancellationError` once `isInterrupted` says so.
  package init(
    of named: NamedModel, on part: Split.Part, isInterrupted: () -> Bool = { false }
  ) throws {
    let records = named.model.records.filter { $0.role == .sharedGate || $0.role == .rowGate }
    guard let first = records.first else {
      throw AnalysisError.lacks(model: named.name, kind: named.model.kindName, what: "gates")
    }
    parts = first.parts.map(GatePart.init)
    tasks = named.model.schema.tasks.map(\.name)
    (model, age) = (named.label, named.age)
    let shared = Self.sharedValues(of: named.model)
    guard let data = named.trainer.data else {
      guard let shared else { throw AnalysisError.noData(model: named.name) }
      values = .shared(shared)
      (contributions, factors, rows) = (nil, nil, "")
      return
    }
    rows = "\(data.source) · \(try RowSelection([part], of: data).title)"
    let seen = try Observation(named.model, data, on: part, isInterrupted: isInterrupted)
    let amounts = tasks.indices.compactMap { seen[.contribution, $0]?.meanAbsolute }
    contributions = amounts.isEmpty ? nil : amounts
    values =
      shared.map(Values.shared)
      ?? .rows(tasks.indices.compactMap { seen[.rowGate, $0] }.map(Spread.init))
    factors = shared.flatMap { GateFactors(of: named.model, gates: $0, data: data) }
  }

  /// The tensor `gates`, a row a task; nil for gates that depend on the row.
  private static func sharedValues(of model: Model) -> [[Double]]? {
    guard model.records.contains(where: { $0.role == .sharedGate }),
      let tensor = model.parameters["gates"]
    else { return nil }
    let all = tensor.weights.array.map(Double.init)
    let perTask = all.count / model.schema.tasks.count
    return model.schema.tasks.indices.map { Array(all[$0 * perTask..<($0 + 1) * perTask]) }
  }
}

extension Gates.Spread {
  init(_ gate: Observation.OfRecord) {
    self.init(mean: gate.mean, deviation: gate.deviation, entropy: gate.entropy ?? .nan)
  }
}

/// Which expert and mapping a gate belongs to, as people count: from 1.
package struct GatePart: Sendable, Equatable {
  package let expert: String
  package let mapping: String?

  init(_ part: Record.Part) {
    expert = "e\(part.expert + 1)"
    mapping = part.mapping
  }

  package var name: String { mapping.map { "\(expert) \($0)" } ?? expert }
}
