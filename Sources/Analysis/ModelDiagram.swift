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
  /// `level` draws the modules of one level of experts, counted from 1, and the modules they read.
  /// - Throws: `AnalysisError.noLevel`, or `CancellationError` after an interrupt.
  package init(
    of named: NamedModel, on part: Split.Part, level: Int? = nil, interrupt: Interrupt = .never
  ) throws {
    let model = named.model
    let use = try Self.utilisation(of: named, on: part, interrupt)
    var sketch = Sketch(model, use)
    if let level { sketch = try sketch.only(level: level, of: named) }
    let total = model.parameters.count
    let showsShares = sketch.edges.contains { $0.share != nil }
    diagram = Diagram(
      title: "\(named.label) · \(Phrase.count(total, "parameter")) · \(named.age)",
      subtitle: "In a box: widths of layers, number of parameters."
        + (level == nil ? Self.rest(of: model) : "")
        + (showsShares
          ? " Shares: utilisation of each expert by each task, \(part.rawValue) rows." : ""),
      boxes: sketch.boxes, edges: sketch.edges, reading: Self.reading(model, use))
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

  private static func reading(_ model: Model, _ use: ExpertUse?) -> String {
    let modules = model.architecture.modules
    let total = Double(max(1, model.parameters.count))
    guard let most = modules.map(\.parameters).max() else { return "It has no modules." }
    let labels = modules.map { ModuleLabel($0, model.schema) }
    let hasLevels = Set(labels.compactMap(\.level)).count > 1
    let largest = zip(modules, labels).filter { $0.0.parameters == most }.map {
      hasLevels ? $0.1.name : $0.1.text
    }
    let share = NumberFormat.percent(0).text(Double(most) / total)
    let idle = use?.idleExperts ?? []
    let names =
      largest.count > 4
      ? "\(largest[0]) and \(largest.count - 1) others" : Phrase.list(largest)
    return
      (largest.count == 1
      ? "The largest module is \(names) with \(share) of the parameters."
      : "The largest modules are \(names) with \(share) of the parameters each.")
      + (idle.isEmpty ? "" : " No task uses \(Phrase.list(idle)).")
  }
}

/// The boxes and lines of a model's diagram.
private struct Sketch {
  var boxes: [Diagram.Box] = []
  var edges: [Diagram.Edge] = []
  /// The level of each box, nil where the model has none.
  private var levels: [Int?] = []

  init(_ model: Model, _ use: ExpertUse?) {
    let architecture = model.architecture
    let labels = architecture.modules.map { ModuleLabel($0, model.schema) }
    for (module, label) in zip(architecture.modules, labels) {
      let widths = Self.widths(of: module).map(String.init).joined(separator: " → ")
      let count = NumberFormat.count.text(Double(module.parameters))
      // The layer that ends a public cross or field module has its name, too.
      let repeats = module.sources.contains { labels[$0].text == label.text }
      let isEnd = repeats && label.level == nil
      boxes.append(
        Diagram.Box(
          label: label.text + (isEnd ? " output" : ""),
          details: [widths, count].filter { !$0.isEmpty },
          family: "\(label.family) \(widths) \(count)",
          isFaded: module.role == .expert && use?.idleExperts.contains(label.text) == true))
      levels.append(label.level)
      for source in module.sources {
        edges.append(Diagram.Edge(source: source, target: boxes.count - 1))
      }
    }
    for (task, sources) in architecture.tasks.enumerated() {
      boxes.append(
        Diagram.Box(label: model.schema.tasks[task].name, details: ["task"], family: "task"))
      levels.append(nil)
      for source in sources { edges.append(Diagram.Edge(source: source, target: boxes.count - 1)) }
    }
    if let use { share(use, labels, architecture) }
  }

  /// The widths of a perceptron's layers; of other modules that of what they give.
  private static func widths(of module: Module) -> [Int] {
    let isPerceptron = [.network, .expert, .tower].contains(module.role)
    return isPerceptron && !module.widths.isEmpty ? module.widths : [module.output.width]
  }

  /// Writes utilisation on the lines from experts to what belongs to one task.
  private mutating func share(
    _ use: ExpertUse, _ labels: [ModuleLabel], _ architecture: Architecture
  ) {
    let modules = architecture.modules
    for index in edges.indices where modules[edges[index].source].role == .expert {
      let target = edges[index].target
      let task =
        target < modules.count
        ? (modules[target].role == .tower ? labels[target].task : nil)
        : target - modules.count
      guard let task else { continue }
      let name = labels[edges[index].source].text
      let parts = use.parts.indices.filter { use.parts[$0].expert == name }
      if !parts.isEmpty { edges[index].share = parts.reduce(0) { $0 + use.shares[task][$1] } }
    }
  }

  /// The boxes of one level and those they read; what follows the last level stays.
  func only(level: Int, of named: NamedModel) throws(AnalysisError) -> Sketch {
    let known = Set(levels.compactMap { $0 }).sorted()
    guard known.contains(level) else {
      throw .noLevel(model: named.name, level: level, known: known)
    }
    let own = Set(levels.indices.filter { levels[$0] == level })
    let read = Set(edges.filter { own.contains($0.target) }.map(\.source))
    let readers =
      level == known.last
      ? Set(levels.indices.filter { $0 > (own.max() ?? 0) && levels[$0] == nil }) : []
    let kept = own.union(read).union(readers).sorted()
    let newIndices = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    var result = self
    result.boxes = kept.map { boxes[$0] }
    result.levels = kept.map { levels[$0] }
    result.edges = edges.compactMap { edge in
      guard let source = newIndices[edge.source], let target = newIndices[edge.target],
        own.contains(edge.target) || readers.contains(edge.target)
      else { return nil }
      return Diagram.Edge(source: source, target: target, share: edge.share)
    }
    return result
  }
}

/// What people call a module: `e1`, `income e2`, `gate income`, `tower income`.
struct ModuleLabel {
  let text: String
  /// What boxes that may be drawn as one have in common.
  let family: String
  /// The level of experts it belongs to, from 1, where there are several.
  let level: Int?
  /// The task it belongs to, by its index.
  let task: Int?
  /// The text, and the level where there are several: `income e1 of level 2`.
  var name: String { text + (level.map { " of level \($0)" } ?? "") }

  /// What people call the tensors whose names begin with `path`: a module, or a level of experts.
  static func name(ofTensors path: String, in model: Model) -> String {
    if let module = model.architecture.modules.first(where: { $0.path == path }) {
      return ModuleLabel(module, model.schema).name
    }
    let words = path.split(separator: ".").map(String.init)
    if words.count == 2, words[0] == "experts", let level = Int(words[1]) {
      return "experts of level \(level + 1)"
    }
    return words.map { Int($0).map { String($0 + 1) } ?? $0 }.joined(separator: " ")
  }

  init(_ module: Module, _ schema: Schema) {
    let words = module.path.split(separator: ".").map(String.init).filter { $0 != "tasks" }
    let numbers = words.compactMap { Int($0) }
    let names = words.filter { Int($0) == nil }
    task = schema.tasks.firstIndex { names.contains($0.name) }
    switch module.role {
    case .expert:
      let owner = names.filter { $0 != "experts" }.joined(separator: " ")
      let number = numbers.last.map { "e\($0 + 1)" }
      text = [owner, number ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
      family = "expert \(owner)"
      level = numbers.count > 1 ? numbers[0] + 1 : nil
    case .gate:
      text = (["gate"] + names.dropFirst()).joined(separator: " ")
      family = "gate"
      level = numbers.first.map { $0 + 1 }
    case .tower:
      text = (["tower"] + names.filter { $0 != "towers" && $0 != "tower" }).joined(separator: " ")
      family = "tower"
      level = nil
    case .embedding, .selection, .network, .interaction:
      let parts = names.count > 1 ? names.filter { $0 != "towers" } : names
      text = (parts + numbers.map { String($0 + 1) }).joined(separator: " ")
      family = names.first ?? ""
      level = nil
    }
  }
}
