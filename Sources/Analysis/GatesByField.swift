package import DataSets
package import Display
import Models
package import System
import Training

/// How a model's gates differ between the values of a field: which rows a task sends to which expert.
package struct GatesByField: Sendable {
  /// Names of the slices, those furthest from the mean of all rows first; below them those of few rows.
  package let slices: [String]
  /// Rows of each slice.
  package let rows: [Int]
  package let tasks: [String]
  package let parts: [GatePart]
  /// Mean gate, or mean contribution |G · W f| of gates that rows share, over all rows: [tasks][parts].
  package let means: [[Double]]
  /// The same on the rows of each slice less that on all rows, [slices][tasks][parts].
  package let differences: [[[Double]]]
  private let isContribution: Bool
  private let field: String
  /// Why there are fewer slices than quantiles that were asked for.
  private let shortfall: String?
  private let look: Look

  /// The gates of `named` on a part of its data, cut by the field called `field`.
  ///
  /// - Throws: `AnalysisError`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, by field: String, quantiles: Int? = nil, on part: Split.Part,
    interrupt: Interrupt = .never
  ) throws {
    let roles = [Record.Role.rowGate, .contribution]
    guard
      let role = roles.first(where: { role in named.model.records.contains { $0.role == role } })
    else {
      throw Gates.exist(in: named.model)
        ? AnalysisError.sameForAllRows(model: named.name)
        : AnalysisError.lacks(.gates, model: named.name, kind: named.model.kindName)
    }
    let look = try Look(at: part, of: named)
    let cut = try FieldSlices(
      of: look.rows, in: look.data, by: field, quantiles: quantiles, most: 20,
      interrupt: interrupt)
    let parts = GatePart.all(of: named.model.records.filter { $0.role == role })
    func means(_ rows: [Int32]) throws -> [[Double]] {
      let seen = try Observation(named.model, look.data, on: rows, interrupt: interrupt)
      return named.model.schema.tasks.indices.compactMap { seen[role, $0] }.map { record in
        record.record.indices(of: parts).map { $0.map { record.meanAbsolute[$0] } ?? .nan }
      }
    }
    let whole = try means(look.rows)
    let measured = try cut.slices.map { slice in
      let own = try means(slice.members.map { look.rows[$0] })
      return (
        name: slice.name, rows: slice.members.count,
        differences: zip(own, whole).map { zip($0, $1).map { $0 - $1 } }
      )
    }
    let sorted = measured.sorted { one, other in
      let (isLarge, isOtherLarge) = (Self.isLarge(one.rows), Self.isLarge(other.rows))
      return isLarge == isOtherLarge
        ? Self.largest(one.differences) > Self.largest(other.differences) : isLarge
    }
    slices = sorted.map(\.name)
    rows = sorted.map(\.rows)
    differences = sorted.map(\.differences)
    tasks = named.model.schema.tasks.map(\.name)
    (self.parts, self.means, isContribution) = (parts, whole, role == .contribution)
    (self.field, self.look, shortfall) = (field, look, cut.shortfall)
  }

  /// True if a slice has enough rows to be named first.
  private static func isLarge(_ rows: Int) -> Bool { rows >= FieldSlices.leastRows }

  private static func largest(_ differences: [[Double]]) -> Double {
    differences.joined().filter { !$0.isNaN }.map(\.magnitude).max() ?? 0
  }

  /// One row per slice, one column per task and expert; what is colored are the differences.
  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: (isContribution ? "Contribution, mean of |G · W f|," : "Gates")
          + " by \(field) · \(look.title)",
        subtitle:
          "Mean on a slice's rows less the mean on all rows; after a slice: its number of rows. "
          + "The largest difference comes first; the last line is the mean on all rows.",
        of: "difference", rows: HeatMap.Axis("slice", slices, counts: ("rows", rows)),
        columns: HeatMap.Axis(
          "expert", gates.map { parts[$0.part].name },
          groups: ("task", gates.map { tasks[$0.task] })),
        values: differences.map { slice in gates.map { slice[$0.task][$0.part] } },
        footers: [
          HeatMap.Footer(
            label: "all rows", key: "mean", values: gates.map { means[$0.task][$0.part] })
        ],
        decimals: 3,
        scale: .signed,
        reading: [reading, shortfall].compactMap { $0 }.joined(separator: " ")))
  }

  /// The gates that there are: a task does not read the experts of another.
  private var gates: [(task: Int, part: Int)] {
    tasks.indices.flatMap { task in parts.indices.map { (task, $0) } }
      .filter { !means[$0.0][$0.1].isNaN }
  }

  private var reading: String {
    let large = slices.indices.filter { Self.isLarge(rows[$0]) }
    if large.isEmpty { return "No slice has \(FieldSlices.leastRows) rows." }
    let all = large.flatMap { slice in
      tasks.indices.flatMap { task in
        parts.indices.map { (slice, task, $0, differences[slice][task][$0]) }
      }
    }.filter { !$0.3.isNaN }
    guard let most = all.max(by: { $0.3.magnitude < $1.3.magnitude }), most.3 != 0 else {
      return "The gates are the same on every slice of \(FieldSlices.leastRows) rows or more."
    }
    let own = means[most.1][most.2] + most.3
    return "Furthest from the mean: \(tasks[most.1]) on \(parts[most.2].name) where the value is "
      + "\(slices[most.0]) (\(NumberFormat.fixed(3).text(own)) against "
      + "\(NumberFormat.fixed(3).text(means[most.1][most.2])))."
  }
}
