package import DataSets
import Numbers
import Engine
package import Models
package import System
import Training

/// A model's gates: trained values that all rows share, or one softmax per row.
package struct Gates: Sendable {
  /// The learned gates, by the way in which the model computes them.
  package enum Values: Sendable {
    /// G[t, k·P + p], the same for all rows (the paper's trainable value gating).
    case shared([[Double]])
    /// What each task takes of the networks below, the same for all rows (SNR, cross-stitch).
    case connections([[Double]])
    /// Gates that depend on the row (softmax and mapping gates).
    case rows([Spread])
  }

  /// A task's gates over many rows, one number per gate; the entropy is a share of the largest.
  ///
  /// NaN stands where a task does not see the expert.
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
  /// Softmax gates of the levels below the last one, from the lowest; empty for one level.
  package let levels: [Level]
  /// What networks take of those below them, layer by layer; empty for a model without such gates.
  package let routing: [Routing]
  let model: String
  let age: String
  /// The data and rows measured on; empty without data.
  let rows: String

  /// The gates of one level of experts: what tasks, and what all of them share, take on to the next.
  package struct Level: Sendable {
    /// From 1.
    package let number: Int
    /// Tasks, and `shared`.
    package let readers: [String]
    package let parts: [GatePart]
    /// One per reader.
    package let spreads: [Spread]

    /// The levels among the records, from the lowest.
    static func all(of seen: Observation) -> [Level] {
      let gates = seen.records.compactMap { gate in
        if case .levelGate(let level, let reader) = gate.record.role {
          (level: level, reader: reader, gate: gate)
        } else {
          nil
        }
      }
      return Set(gates.map(\.level)).sorted().map { number in
        let own = gates.filter { $0.level == number }
        let parts = GatePart.all(of: own.map(\.gate.record))
        return Level(
          number: number, readers: own.map(\.reader), parts: parts,
          spreads: own.map { Spread($0.gate, parts) })
      }
    }
  }

  /// What one network takes of each network of the layer below.
  package struct Routing: Sendable {
    /// From 1; nil above all layers.
    package let layer: Int?
    package let reader: GatePart
    package let sources: [GatePart]
    package let values: [Double]

    /// nil for gates that connect no layers.
    init?(_ gate: GateRecord) {
      guard case .routing(let layer, let reader, let sources) = gate.role else { return nil }
      self.layer = layer
      self.reader = GatePart(reader)
      self.sources = sources.map { GatePart($0) }
      values = gate.values
    }

    /// `layer 2 e1`, or `income` above all layers.
    package var name: String { layer.map { "layer \($0) \(reader.name)" } ?? reader.name }
  }

  /// True for a model with gates.
  package static func exist(in model: Model) -> Bool {
    !records(of: model).isEmpty
  }

  private static func records(of model: Model) -> [Record] {
    model.records.filter { [.sharedGate, .rowGate, .connection].contains($0.role) }
  }

  /// The gates of `named`, measured on a part of its data.
  ///
  /// Shared gates need no data; without it only their values are given.
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    let records = Self.records(of: named.model)
    guard !records.isEmpty else {
      throw AnalysisError.lacks(.gates, model: named.name, kind: named.model.kindName)
    }
    let parts = GatePart.all(of: records)
    self.parts = parts
    tasks = named.model.schema.tasks.map(\.name)
    (model, age) = (named.label, named.age)
    let shared = Self.sharedValues(of: named.model)
    guard let data = named.trainer.data else {
      guard let shared else { throw AnalysisError.noData(model: named.name) }
      values = .shared(shared)
      (contributions, factors, levels, routing, rows) = (nil, nil, [], [], "")
      return
    }
    let look = try Look(at: part, of: named)
    rows = look.rowsTitle
    let seen = try Observation(named.model, data, on: look.rows, interrupt: interrupt)
    let amounts = tasks.indices.compactMap { seen[.contribution, $0]?.meanAbsolute }
    contributions = amounts.isEmpty ? nil : amounts
    let connections = tasks.indices.compactMap { seen[.connection, $0]?.mean }
    let spreads = tasks.indices.compactMap { seen[.rowGate, $0] }
    if let shared {
      values = .shared(shared)
    } else if !connections.isEmpty {
      values = .connections(connections)
    } else {
      values = .rows(spreads.map { Spread($0, parts) })
    }
    levels = Level.all(of: seen)
    routing = named.model.gates.compactMap(Routing.init)
    factors = shared.flatMap { GateFactors(of: named.model, gates: $0, data: data) }
  }

  /// The gates of each task; nil for gates that depend on the row.
  private static func sharedValues(of model: Model) -> [[Double]]? {
    guard let gates = model.gates.first(where: { $0.role == .shared }) else { return nil }
    let all = gates.values
    let perTask = all.count / model.schema.tasks.count
    return model.schema.tasks.indices.map { Array(all[$0 * perTask..<($0 + 1) * perTask]) }
  }
}

extension Gates.Spread {
  /// A record's figures, aligned with the list of all parts.
  init(_ gate: Observation.OfRecord, _ parts: [GatePart]) {
    let indices = gate.record.indices(of: parts)
    func aligned(_ values: [Double]) -> [Double] {
      indices.map { index in index.map { values[$0] } ?? .nan }
    }
    self.init(
      mean: aligned(gate.mean), deviation: aligned(gate.deviation), entropy: gate.entropy ?? .nan)
  }
}

/// Which expert and mapping a gate belongs to, as people count: from 1.
package struct GatePart: Sendable, Hashable {
  package let expert: String
  package let mapping: String?
  /// Whether it has an owner: a task, or all of them.
  let isOwned: Bool

  init(_ part: Record.Part) {
    expert = [part.owner, part.expert.map { "e\($0 + 1)" }].compactMap { $0 }
      .joined(separator: " ")
    mapping = part.mapping
    isOwned = part.owner != nil
  }

  /// The parts of several tasks' records, each once, in the order in which they appear.
  static func all(of records: [Record]) -> [GatePart] {
    records.flatMap(\.parts).map(GatePart.init).uniqued()
  }

  /// The experts that parts belong to, each once, in order.
  static func experts(of parts: [GatePart]) -> [String] {
    parts.map(\.expert).uniqued()
  }

  package var name: String { mapping.map { "\(expert) \($0)" } ?? expert }
}

extension Record {
  /// The column of each of `parts` in this record, nil where it has none.
  func indices(of parts: [GatePart]) -> [Int?] {
    let own = self.parts.map(GatePart.init)
    return parts.map { own.firstIndex(of: $0) }
  }
}
