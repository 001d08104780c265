import Engine
import Models

/// What an expert gives, under the name that `experts` shows.
struct ExpertOutput {
  let expert: String
  let value: Value

  /// The experts that tasks' gates weigh and that are modules of their own.
  static func all(of model: Model) -> [ExpertOutput] {
    let names = GatePart.experts(of: GatePart.all(of: ExpertUse.records(of: model)))
    let modules = model.architecture.modules.map { ($0, ModuleLabel($0, model.schema).text) }
    return names.compactMap { name in
      // Of several levels the last one's, which the tasks' gates read.
      modules.last { $0.1 == name }.map { ExpertOutput(expert: name, value: $0.0.output) }
    }
  }
}
