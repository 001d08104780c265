import DataSets
package import Display
import Engine
package import Models

/// Soft selection gates: the share of the attended embedding in each module's input, per field.
///
/// σ(g) of eq. 1 (Fig. 3a), the mean over a field's dimensions: 1 is attended only, 0 raw only.
package struct SelectionGates: Sendable {
  package let fields: [String]
  package let modules: [String]
  /// Fields × modules.
  package let values: [[Double]]
  private let title: String

  /// True for a model with selection gates.
  package static func exist(in model: Model) -> Bool { !gates(of: model).isEmpty }

  /// The gates of each module, [fields, dimension].
  private static func gates(of model: Model) -> [(module: String, gate: GateRecord)] {
    model.gates.compactMap { gate in
      if case .selection(let module) = gate.role { (module, gate) } else { nil }
    }
  }

  /// The gates of `named` as they are now.
  ///
  /// - Throws: `AnalysisError.lacks` for a model without selection gates.
  package init(of named: NamedModel) throws(AnalysisError) {
    let gates = Self.gates(of: named.model)
    guard !gates.isEmpty else {
      throw .lacks(.selectionGates, model: named.name, kind: named.model.kindName)
    }
    fields = named.model.schema.features.map(\.name)
    modules = gates.map(\.module)
    let columns = gates.map { _, gate in
      let (values, dimension) = (gate.values, gate.shape[1])
      return (0..<gate.shape[0]).map { field in
        values[field * dimension..<(field + 1) * dimension].reduce(0, +) / Double(dimension)
      }
    }
    values = fields.indices.map { field in columns.map { $0[field] } }
    title = "\(named.label) · \(named.age)"
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "Selection gates σ(g) · \(title)",
        subtitle: "Share of the attended embedding in each module's input, per field.",
        of: "attended", rows: HeatMap.Axis("field", fields),
        columns: HeatMap.Axis("module", modules), values: values, decimals: 3,
        scaleNote: "a gate starts at 0.5", reading: reading))
  }

  private var reading: String {
    let cells = fields.indices.flatMap { field in modules.indices.map { (field, $0) } }
    func value(_ cell: (Int, Int)) -> Double { values[cell.0][cell.1] }
    guard let high = cells.max(by: { value($0) < value($1) }),
      let low = cells.min(by: { value($0) < value($1) })
    else { return "There is no field." }
    if value(high) == value(low) {
      return "All gates are \(NumberFormat.fixed(3).text(value(high)))."
    }
    func name(_ cell: (Int, Int)) -> String {
      "\(fields[cell.0]) in \(modules[cell.1]) (\(NumberFormat.fixed(3).text(value(cell))))"
    }
    return "Most attended: \(name(high)). Most raw: \(name(low))."
  }
}
