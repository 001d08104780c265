import DataSets
package import Display
import Engine
package import Models
import Numbers

/// What each module reads: the share of attention in every field's embedding.
///
/// σ(g) of eq. 1 (Fig. 3a), the mean over a field's dimensions: 1 is attended only, 0 raw only.
package struct SelectionGates: Sendable {
  package let fields: [String]
  package let modules: [String]
  /// Fields × modules.
  package let values: [[Double]]
  private let title: String

  /// True for a model with selection gates.
  package static func exist(in model: Model) -> Bool {
    model.parameters.all.contains { module($0.name) != nil }
  }

  /// The module whose gate a tensor is: `income.cross` of `ssg.income.cross` or `income.ssg.cross`.
  private static func module(_ tensor: String) -> String? {
    if tensor.hasPrefix("ssg.") { return String(tensor.dropFirst("ssg.".count)) }
    guard let range = tensor.firstRange(of: ".ssg.") else { return nil }
    return tensor[..<range.lowerBound] + "." + tensor[range.upperBound...]
  }

  package init(of named: NamedModel) throws(AnalysisError) {
    let gates = named.model.parameters.all.filter { Self.module($0.name) != nil }
    guard !gates.isEmpty else {
      throw .lacks(.selectionGates, model: named.name, kind: named.model.kindName)
    }
    fields = named.model.schema.features.map(\.name)
    modules = gates.compactMap { Self.module($0.name) }
    let columns = gates.map { gate in
      let weights = gate.weights.array
      let dimension = gate.shape[1]
      return (0..<gate.shape[0]).map { field in
        let row = weights[field * dimension..<(field + 1) * dimension]
        return row.reduce(0.0) { $0 + 1 / (1 + Elementary.exp(-Double($1))) } / Double(dimension)
      }
    }
    values = fields.indices.map { field in columns.map { $0[field] } }
    title = "\(named.label) · \(named.age)"
  }

  package var figure: Figure {
    .heatMap(
      HeatMap(
        title: "Selection gates σ(g) · \(title)",
        subtitle: "Share of the attended embedding in what a module reads of a field.",
        rows: fields, columns: modules, values: values, decimals: 3,
        scaleNote: "a gate starts at 0.5", reading: reading))
  }

  private var reading: String {
    let places = fields.indices.flatMap { field in modules.indices.map { (field, $0) } }
    func value(_ place: (Int, Int)) -> Double { values[place.0][place.1] }
    guard let high = places.max(by: { value($0) < value($1) }),
      let low = places.min(by: { value($0) < value($1) })
    else { return "There is no field." }
    if value(high) == value(low) {
      return "All gates are \(NumberFormat.fixed(3).text(value(high)))."
    }
    func name(_ place: (Int, Int)) -> String {
      "\(fields[place.0]) in \(modules[place.1]) (\(NumberFormat.fixed(3).text(value(place))))"
    }
    return "Most attended: \(name(high)). Most raw: \(name(low))."
  }
}
