import DataSets
package import Display
import Engine
import Models
import Training

/// What the virtual gradient did in a model's training: gates and the factors that scaled their gradient.
package struct VirtualGradientCourse {
  /// A gate of a task, and its factor Π γ, at the steps that were noted.
  package struct Line {
    package let task: String
    package let gate: String
    package let gates: [Double]
    package let factors: [Double]

    var range: Double { (factors.max() ?? 0) - (factors.min() ?? 0) }
    var move: Double { (gates.last ?? 0) - (gates.first ?? 0) }
  }

  /// Task by task, the gates in their order.
  package let lines: [Line]
  private let plots: [Figure]
  private let steps: [Int]
  private let title: String
  private let target: VirtualGradientTarget

  /// The course of a model that was trained in this session.
  ///
  /// - Throws: `AnalysisError.lacks` for a model without virtual gradient, `.gatesDifferByRow`,
  ///   `.notRecorded`.
  package init(of named: NamedModel) throws(AnalysisError) {
    guard let scaling = named.model.gateScaling else {
      throw .lacks(.virtualGradient, model: named.name, kind: named.model.kindName)
    }
    guard named.model.gates.contains(where: { $0.role == .shared }) else {
      throw .gatesDifferByRow(model: named.name)
    }
    let course = CourseFigures(of: named)
    plots = try course.figures(of: .virtualGradient) + course.figures(of: .gates)
    let factors = course.factors
    let points = named.trainer.history.course.points
    steps = points.map(\.step)
    lines = named.model.schema.tasks.indices.flatMap { task -> [Line] in
      let names = course.gateNames(ofTask: task)
      return names.indices.map { gate in
        Line(
          task: named.model.schema.tasks[task].name, gate: names[gate],
          gates: points.map { $0.gates[task][gate] }, factors: factors.map { $0[task][gate] })
      }
    }
    target = scaling.target
    title =
      "\(scaling.virtualGradient.function.rawValue) · \(named.label) · "
      + Phrase.count(named.trainer.history.losses.count, "step")
  }

  /// Factors and gates as curves, one plot per task each, then the table.
  package var figures: [Figure] { plots + [.table(table)] }

  /// One row per task and gate: the gate at both ends of training, and the range of its factor.
  package var table: Table {
    let columns: [(key: String, header: String, group: String?)] = [
      ("task", "task", nil), ("expert", "gate", nil), ("gate.first", "first", "G"),
      ("gate.last", "last", "G"), ("factor.first", "first", "factor Π γ"),
      ("factor.last", "last", "factor Π γ"), ("factor.least", "least", "factor Π γ"),
      ("factor.most", "most", "factor Π γ"),
    ]
    return Table(
      title: "Virtual gradient in training · \(title)",
      subtitle: "Gates after the first and last step noted, and what their \(target.rawValue) was "
        + "multiplied by; 1 changes nothing.",
      columns: columns.map { Table.Column(key: $0.key, header: $0.header, group: $0.group) },
      rows: lines.indices.map(row), longForm: .table(points), reading: reading, maximumRows: 60)
  }

  /// One row per task, gate and step noted, also of the gates that the plots leave out.
  private var points: Table {
    var table = Table(
      title: "Virtual gradient in training · \(title)",
      columns: ["task", "expert", "step", "factor", "gate"].map {
        Table.Column(key: $0, header: $0)
      },
      rows: lines.flatMap { line in
        steps.indices.map { index in
          Table.Row([
            .text(line.task), .text(line.gate), .number(Double(steps[index]), .count),
            .number(line.factors[index], .significant(4)),
            .number(line.gates[index], .significant(4)),
          ])
        }
      })
    table.names = 3
    return table
  }

  private func row(_ index: Int) -> Table.Row {
    let line = lines[index]
    let numbers = [
      line.gates.first, line.gates.last, line.factors.first, line.factors.last,
      line.factors.min(), line.factors.max(),
    ]
    return Table.Row(
      [.text(line.task), .text(line.gate)]
        + numbers.map { $0.map { .number($0, .fixed(3)) } ?? .missing },
      ruleAbove: index > 0 && lines[index - 1].task != line.task)
  }

  private var reading: String {
    let factors = lines.flatMap(\.factors)
    guard let least = factors.min(), let most = factors.max(),
      let widest = lines.max(by: { $0.range < $1.range }),
      let moved = lines.max(by: { $0.move.magnitude < $1.move.magnitude })
    else { return "No step was noted." }
    let number = NumberFormat.fixed(2)
    let first =
      least == most
      ? "Every factor stays at \(number.text(least))."
      : "Factors from \(number.text(least)) to \(number.text(most)), most varied that of "
        + "\(widest.gate) of \(widest.task)."
    return first + " The gate that moved most: \(moved.gate) of \(moved.task), by "
      + "\(NumberFormat.signed(3).text(moved.move))."
      + (target == .gradient
        ? " Under Adam a factor that hardly changes over the steps cancels." : "")
  }
}
