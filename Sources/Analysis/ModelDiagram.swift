package import DataSets
package import Display
import Engine
import Models
import Numbers
package import System
import Training

/// A model as a picture: its modules rank by rank, and what each task takes of which expert.
///
/// Drawn from the modules that its layers recorded, so that every kind draws itself.
package struct ModelDiagram: Sendable {
  package let diagram: Diagram

  /// The picture of `named`; after training with the utilisation of its experts on a part of the data.
  ///
  /// `level` draws the modules of one level of experts, counted from 1, between what it reads and feeds.
  /// - Throws: `AnalysisError.noLevel`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, level: Int? = nil, interrupt: Interrupt = .never
  ) throws {
    let model = named.model
    let use = try Self.utilisation(of: named, on: part, interrupt)
    let whole = ModelSketch(model, use)
    if let level, !whole.knownLevels.contains(level) {
      throw AnalysisError.noLevel(model: named.name, level: level, known: whole.knownLevels)
    }
    let sketch = level.map(whole.only) ?? whole
    let subject = [named.label, level.map { "level \($0) of \(whole.knownLevels.count)" }]
      .compactMap { $0 }.joined(separator: " · ")
    let count = level.map(whole.parameters) ?? model.parameters.count
    let showsShares = sketch.edges.contains { $0.share != nil }
    diagram = Diagram(
      title: "\(subject) · \(Phrase.count(count, "parameter")) · \(named.age)",
      subtitle: "In a box: widths of layers, number of parameters."
        + (level == nil ? Self.rest(of: model) : "")
        + (showsShares
          ? " Shares: utilisation of each expert by each task, \(part.rawValue) rows." : ""),
      boxes: sketch.boxes, edges: sketch.edges,
      reading: (level.map(sketch.surroundings) ?? Self.sizes(of: model))
        + Self.idle(use, whole, level))
  }

  /// The parameters between the modules, by the groups that `show` lists.
  private static func rest(of model: Model) -> String {
    let rest = model.architecture.loose.compactMap { model.parameters[$0] }
    if rest.isEmpty { return "" }
    let count = NumberFormat.count.text(Double(rest.reduce(0) { $0 + $1.count }))
    let groups = rest.map { String($0.name.prefix { $0 != "." }) }.uniqued()
    return " In no box: \(count) of \(Phrase.list(groups))."
  }

  package var figure: Figure { .diagram(diagram) }

  /// nil without experts, training, or rows to measure on.
  private static func utilisation(
    of named: NamedModel, on part: Split.Part, _ interrupt: Interrupt
  ) throws -> ExpertUse? {
    guard ExpertUse.exists(in: named.model), let data = named.trainer.data,
      !data.split[part].isEmpty, named.trainer.age != .untrained
    else { return nil }
    return try ExpertUse(of: named, on: part, interrupt: interrupt)
  }

  /// Which modules are the largest.
  private static func sizes(of model: Model) -> String {
    let modules = model.architecture.modules
    let total = Double(max(1, model.parameters.count))
    guard let most = modules.map(\.parameters).max() else { return "It has no modules." }
    let labels = modules.map { ModuleLabel($0, model.schema) }
    let hasLevels = Set(labels.compactMap(\.level)).count > 1
    let largest = zip(modules, labels).filter { $0.0.parameters == most }.map {
      hasLevels ? $0.1.name : $0.1.text
    }
    let share = NumberFormat.percent(0).text(Double(most) / total)
    return largest.count == 1
      ? "The largest module is \(largest[0]) with \(share) of the parameters."
      : "The largest modules are \(ModelSketch.list(largest)) with \(share) of the parameters each."
  }

  /// Experts that no task uses: of several levels those of the last, which alone the tasks read.
  private static func idle(_ use: ExpertUse?, _ sketch: ModelSketch, _ level: Int?) -> String {
    let (idle, last) = (use?.idleExperts ?? [], sketch.knownLevels.last)
    if idle.isEmpty || (level ?? last) != last { return "" }
    let place = sketch.knownLevels.count > 1 ? last.map { " of level \($0)" } ?? "" : ""
    return " No task uses \(Phrase.list(idle))\(place)."
  }
}
