package import DataSets
package import Display
import Engine
package import Models
package import System
import Training

/// Expert utilisation: the share of each expert in what a task reads, per task summing to 1.
package struct ExpertUse: Sendable {
  /// What the shares are shares of.
  package enum Measure: Sendable {
    /// Mean of |G·W f| over the rows: parts of the public logit.
    case contribution
    /// Mean of a gate's absolute value over the rows.
    case gate
  }

  package let tasks: [String]
  package let parts: [GatePart]
  package let measure: Measure
  /// Tasks × parts; 0 for a part that the task does not read.
  package let shares: [[Double]]
  /// True if the task reads the part, tasks × parts.
  private let isRead: [[Bool]]
  /// Mean |public logit| as a share of public and private together, biases left out; a task each.
  package let publicShares: [Double]?
  private let look: Look

  /// True for a model with experts that can be told apart.
  package static func exists(in model: Model) -> Bool { !records(of: model).isEmpty }

  /// What tells how much each task takes of each expert: parts of its logit, else gates.
  static func records(of model: Model) -> [Record] {
    let roles = [Record.Role.contribution, .rowGate, .connection]
    let role = roles.first { role in model.records.contains { $0.role == role } }
    return model.records.filter { $0.role == role }
  }

  /// The utilisation of `named`'s experts on a part of its data.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, interrupt: Interrupt = .never
  ) throws {
    guard Self.exists(in: named.model) else {
      throw AnalysisError.lacks(.experts, model: named.name, kind: named.model.kindName)
    }
    let look = try Look(at: part, of: named)
    let seen = try Observation(named.model, look.data, on: look.rows, interrupt: interrupt)
    let tasks = named.model.schema.tasks.indices
    func amounts(_ role: Record.Role) -> [Observation.OfRecord] {
      tasks.compactMap { seen[role, $0] }
    }
    let contributions = amounts(.contribution)
    let gates = amounts(.rowGate) + amounts(.connection)
    let records = contributions.isEmpty ? gates : contributions
    let parts = GatePart.all(of: records.map(\.record))
    let outputs = zip(amounts(.publicLogit), amounts(.privateLogit)).map {
      ($0.meanAbsolute[0], $1.meanAbsolute[0])
    }
    self.tasks = named.model.schema.tasks.map(\.name)
    self.parts = parts
    self.look = look
    measure = contributions.isEmpty ? .gate : .contribution
    shares = records.map { seen in
      let amounts = seen.record.indices(of: parts).map { $0.map { seen.meanAbsolute[$0] } ?? 0 }
      let sum = amounts.reduce(0, +)
      return amounts.map { sum > 0 ? $0 / sum : 0 }
    }
    isRead = records.map { $0.record.indices(of: parts).map { $0 != nil } }
    publicShares =
      outputs.isEmpty ? nil : outputs.map { $0 + $1 > 0 ? $0 / ($0 + $1) : 0 }
  }

  package var figure: Figure { .table(table) }

  /// A row a part of an expert, then public and private logits where there are both.
  package var table: Table {
    var rows = parts.indices.map { part in
      Table.Row(
        [.text(parts[part].name)]
          + zip(shares, isRead).map { $1[part] ? .share($0[part]) : .missing },
        note: isIdle(part) ? "no task uses it" : nil)
    }
    if let publicShares {
      rows.append(
        Table.Row(
          [.text("public")] + publicShares.map { .share($0) }, ruleAbove: true, footer: "public"))
      rows.append(
        Table.Row([.text("private")] + publicShares.map { .share(1 - $0) }, footer: "private"))
    }
    let what =
      measure == .contribution
      ? "Share of each expert in the absolute public logit" : "Mean gate of each expert"
    return Table(
      title: "Expert utilisation · \(look.title)",
      subtitle: "\(what), per task (columns sum to 100 %).",
      columns: [Table.Column(key: "expert", header: "")]
        + tasks.map { Table.Column(key: $0, header: $0, measure: "share") },
      rows: rows, longForm: .by("task"), reading: reading, maximumRows: nil
    ).withoutGaps(
      subtitle: "\(what), per task (its rows sum to 100 %). \(Self.omission("task"))")
  }

  /// The sentence of a table that leaves out experts.
  static func omission(_ reader: String) -> String {
    "Experts that a \(reader) does not read are left out."
  }

  /// The same shares as bars, task by task.
  package var bars: BarPlot {
    BarPlot(
      title: "Expert utilisation · \(look.title)",
      bars: tasks.indices.flatMap { task in
        parts.indices.filter { isRead[task][$0] }.map {
          BarPlot.Bar(label: parts[$0].name, group: tasks[task], value: shares[task][$0])
        }
      }, keys: BarPlot.Keys(label: "expert", group: "task", value: "share"), format: .percent(1))
  }

  /// True if a share is below a tenth of an even one.
  static func isIdle(_ share: Double, among count: Int) -> Bool { share < 0.1 / Double(count) }

  /// No task gives the part a tenth of an even share.
  private func isIdle(_ part: Int) -> Bool {
    shares.allSatisfy { Self.isIdle($0[part], among: parts.count) }
  }

  /// Experts all of whose parts are idle.
  package var idleExperts: [String] {
    GatePart.experts(of: parts).filter { expert in
      parts.indices.filter { parts[$0].expert == expert }.allSatisfy(isIdle)
    }
  }

  /// Fewer experts, where some are idle and their number can be chosen.
  package var advice: Advice? {
    let idle = idleExperts.count
    if idle == 0 || idle == count || parts.contains(where: \.isOwned) { return nil }
    return .experts(count - idle)
  }

  private var count: Int { Set(parts.map(\.expert)).count }

  private var reading: String {
    let idle = idleExperts
    if idle.count == count { return "No public expert contributes." }
    if !idle.isEmpty {
      return "\(Phrase.list(idle)) \(idle.count == 1 ? "is" : "are") idle."
    }
    let favourites = zip(tasks, shares).map { task, row in
      let most = row.indices.max { row[$0] < row[$1] } ?? 0
      return "\(parts[most].name) by \(task) (\(NumberFormat.percent(1).text(row[most])))"
    }
    return "Every expert is used. Most used: \(Phrase.list(favourites))."
  }
}
