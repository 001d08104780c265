import DataSets
import Models

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
