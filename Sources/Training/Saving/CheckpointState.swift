import DataSets
import Engine
import Models
import System

extension Checkpoint {
  private static let first = "optimizer.first."
  private static let second = "optimizer.second."
  private static let kept = "training.best."
  private static let losses = "training.losses"

  /// The moments of all trained tensors, named by a prefix and the tensor's name.
  static func moments(of model: Model) -> [TensorSource] {
    model.parameters.all.filter(\.isTrained).flatMap { parameter in
      [
        TensorSource(
          name: first + parameter.name, shape: parameter.shape,
          content: .floats { parameter.moments?.first.array ?? [] }),
        TensorSource(
          name: second + parameter.name, shape: parameter.shape,
          content: .floats { parameter.moments?.second.array ?? [] }),
      ]
    }
  }

  /// The losses of all steps, [steps, tasks], and the kept weights of an unfinished run.
  static func sources(of state: TrainingState, _ model: Model) -> [TensorSource] {
    let steps = state.history.losses
    let kept = zip(model.parameters.all, state.position?.kept ?? []).map { parameter, values in
      TensorSource(
        name: Self.kept + parameter.name, shape: parameter.shape, content: .floats { values })
    }
    return [
      TensorSource(
        name: losses, shape: [steps.count, model.schema.tasks.count],
        content: .doubles { steps.flatMap { $0 } })
    ] + kept
  }

  /// The state of training in a file, whose moments are given to the model; nil if the file has none.
  ///
  /// - Throws: `CheckpointError`; `CancellationError` after an interrupt.
  static func state(
    of model: Model, in file: Safetensors, _ interrupt: Interrupt
  ) throws -> TrainingState? {
    if file.metadata["training"] == nil { return nil }
    let training = try value(SavedTraining.self, "training", in: file)
    guard let rule = UpdateRule(rawValue: training.rule), training.isPossible else {
      throw CheckpointError.entry("training")
    }
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    let history = try history(of: model, training, in: file, tensors)
    let position = try position(of: model, history, in: file, tensors, interrupt)
    if let position, position.options.optimizer != rule { throw CheckpointError.entry("run") }
    try restoreMoments(of: model, from: tensors, interrupt)
    return TrainingState(rule: rule, steps: training.steps, history: history, position: position)
  }

  private static func history(
    of model: Model, _ training: SavedTraining, in file: Safetensors,
    _ tensors: [String: Safetensors.Tensor]
  ) throws(CheckpointError) -> History {
    var history = History()
    history.startedEpochs = training.epochs
    // Files of the first version have no history.
    if file.metadata["history"] == nil { return history }
    let saved = try value(SavedHistory.self, "history", in: file)
    let tasks = model.schema.tasks
    guard let tensor = tensors[losses], let values = tensor.doubles, tensor.shape.count == 2,
      tensor.shape[1] == tasks.count, !values.contains(where: \.isInfinite)
    else { throw .history(tensor: losses) }
    guard saved.isPossible(tasks, steps: tensor.shape[0], epochs: training.epochs) else {
      throw .entry("history")
    }
    history.losses = (0..<tensor.shape[0]).map { step in
      Array(values[step * tasks.count..<(step + 1) * tasks.count])
    }
    (history.epochs, history.rows) = (saved.epochs, saved.rows)
    history.bestEpochs = saved.bestEpochs
    history.seconds = nil
    return history
  }

  private static func position(
    of model: Model, _ history: History, in file: Safetensors,
    _ tensors: [String: Safetensors.Tensor], _ interrupt: Interrupt
  ) throws -> RunPosition? {
    if file.metadata["run"] == nil { return nil }
    let saved = try value(SavedPosition.self, "run", in: file)
    guard saved.isPossible(model.schema.tasks, history) else { throw CheckpointError.entry("run") }
    let position = saved.position(kept: try values(of: model, kept, in: tensors, interrupt))
    guard position.selections.count == 1 || !model.parametersOfTasks.isEmpty else {
      throw CheckpointError.entry("run")
    }
    return position
  }

  /// Sets the model's moments to those in a file.
  private static func restoreMoments(
    of model: Model, from tensors: [String: Safetensors.Tensor], _ interrupt: Interrupt
  ) throws {
    var pairs: [(Parameter, [Float], [Float])] = []
    for parameter in model.parameters.all {
      try interrupt.check()
      let found = [first, second].compactMap { tensors[$0 + parameter.name] }
      // A tensor that does not influence a loss has none.
      if found.isEmpty { continue }
      guard found.count == 2,
        found.allSatisfy({ $0.shape == parameter.shape && $0.doubles == nil }),
        found.allSatisfy({ $0.values.allSatisfy(\.isFinite) }),
        found[1].values.allSatisfy({ $0 >= 0 })
      else {
        throw CheckpointError.moments(parameter: parameter.name)
      }
      pairs.append((parameter, found[0].values, found[1].values))
    }
    for (parameter, first, second) in pairs {
      try interrupt.check()
      try parameter.restoreMoments(first: first, second: second, interrupt: interrupt)
    }
  }
}
