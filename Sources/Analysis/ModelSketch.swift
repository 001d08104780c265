import DataSets
import Display
import Engine
import Models
import Numbers

/// The boxes and lines of a model's diagram.
struct ModelSketch {
  private(set) var boxes: [Diagram.Box] = []
  private(set) var edges: [Diagram.Edge] = []
  /// The level of each box; nil where the model has none, and for modules outside of all.
  private var levels: [Int?] = []
  /// The module of each box; nil for a task.
  private var modules: [Module?] = []

  init(_ model: Model, _ use: ExpertUse?) {
    let architecture = model.architecture
    let labels = architecture.modules.map { ModuleLabel($0, model.schema) }
    levels = labels.map(\.level) + architecture.tasks.map { _ in nil }
    modules = architecture.modules + architecture.tasks.map { _ in nil }
    // Of several levels, tasks weigh the experts of the last one.
    let (idle, last) = (Set(use?.idleExperts ?? []), knownLevels.last)
    for (module, label) in zip(architecture.modules, labels) {
      let widths = Self.widths(of: module).map(String.init).joined(separator: " → ")
      let count = NumberFormat.count.text(Double(module.parameters))
      // The layer that ends a public cross or field module has its name, too.
      let repeats = module.sources.contains { labels[$0].text == label.text }
      let isEnd = repeats && label.level == nil
      let isWeighed = module.role == .expert && label.level == last
      boxes.append(
        Diagram.Box(
          label: label.text + (isEnd ? " output" : ""),
          details: [widths, count].filter { !$0.isEmpty },
          family: "\(label.family) \(widths) \(count)",
          isFaded: isWeighed && idle.contains(label.text)))
      read(module.sources)
    }
    for (task, sources) in architecture.tasks.enumerated() {
      boxes.append(
        Diagram.Box(label: model.schema.tasks[task].name, details: ["task"], family: "task"))
      read(sources)
    }
    if let use { share(use, labels, architecture) }
  }

  /// Lines from boxes to the last one.
  private mutating func read(_ sources: [Int]) {
    edges += sources.map { Diagram.Edge(source: $0, target: boxes.count - 1) }
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
}

extension ModelSketch {
  /// The levels of experts, from the lowest; empty for a kind without any.
  var knownLevels: [Int] { Set(levels.compactMap { $0 }).sorted() }

  /// Numbers in the tensors of a level's modules.
  func parameters(ofLevel level: Int) -> Int {
    boxes(ofLevel: level).reduce(0) { $0 + (modules[$1]?.parameters ?? 0) }
  }

  private func boxes(ofLevel level: Int) -> [Int] {
    levels.indices.filter { levels[$0] == level }
  }

  /// A level's boxes between those that they read and feed; each other level is one box.
  func only(level: Int) -> ModelSketch {
    let own = Set(boxes(ofLevel: level))
    let lines = self.lines(ofLevel: level)
    let kept = own.union(lines.flatMap { [$0.source, $0.target] }).sorted()
    var result = self
    result.boxes = kept.map { box in
      own.contains(box) ? boxes[box] : levels[box].map(summary) ?? boxes[box]
    }
    result.levels = kept.map { levels[$0] }
    result.modules = kept.map { modules[$0] }
    result.edges = Self.renumbered(lines, among: kept)
    return result
  }

  /// The lines from and to a level's boxes, each once; all boxes of another level stand as its first.
  private func lines(ofLevel level: Int) -> [Diagram.Edge] {
    func drawn(_ box: Int) -> Int {
      levels[box] == nil || levels[box] == level ? box : levels.firstIndex(of: levels[box]) ?? box
    }
    var seen: Set<[Int]> = []
    return edges.filter { levels[$0.source] == level || levels[$0.target] == level }.map {
      Diagram.Edge(source: drawn($0.source), target: drawn($0.target), share: $0.share)
    }.filter { seen.insert([$0.source, $0.target]).inserted }
  }

  /// Lines between the positions of their boxes in `kept`.
  private static func renumbered(_ lines: [Diagram.Edge], among kept: [Int]) -> [Diagram.Edge] {
    let positions = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
    return lines.compactMap { line in
      guard let source = positions[line.source], let target = positions[line.target] else {
        return nil
      }
      return Diagram.Edge(source: source, target: target, share: line.share)
    }
  }

  /// A level as one box, with how many modules it has.
  private func summary(ofLevel level: Int) -> Diagram.Box {
    let roles = boxes(ofLevel: level).compactMap { modules[$0]?.role }
    let counts = [(Module.Role.expert, "expert"), (.gate, "gate")].map { role, noun in
      (count: roles.count { $0 == role }, noun: noun)
    }
    return Diagram.Box(
      label: "level \(level)",
      details: counts.filter { $0.count > 0 }.map { Phrase.count($0.count, $0.noun) },
      family: "level")
  }

  /// What a level reads and feeds, where the other boxes are those around it.
  func surroundings(ofLevel level: Int) -> String {
    func names(_ boxes: [Int]) -> String {
      Self.list(boxes.filter { levels[$0] != level }.uniqued().map { self.boxes[$0].label })
    }
    return "Level \(level) reads \(names(edges.map(\.source))) and feeds "
      + "\(names(edges.map(\.target)))."
  }

  /// Names in a sentence; of many the first one, and how many more.
  static func list(_ names: [String]) -> String {
    names.count > 4 ? "\(names[0]) and \(names.count - 1) others" : Phrase.list(names)
  }
}
