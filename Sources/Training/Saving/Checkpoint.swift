import DataSets
import Engine
import FoundationEssentials
package import Models
package import System

/// A model as it lies in a file: tensors under the specification's names, the rest in the metadata.
package enum Checkpoint {
  /// The bytes of a model's file; `fingerprint` is that of the data it was trained on, `state` what
  /// its training remembers.
  ///
  /// - Throws: `CancellationError` after an interrupt, which is looked for before each megabyte.
  package static func encode(
    _ model: Model, fingerprint: String?, state: TrainingState? = nil,
    interrupt: Interrupt = .never
  ) throws -> [UInt8] {
    var file: [UInt8] = []
    file.reserveCapacity(size(of: model, state) + 1 << 16)
    try write(model, fingerprint: fingerprint, state: state) { bytes in
      for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
        try interrupt.check()
        file.append(contentsOf: bytes[start..<min(bytes.count, start + 1 << 20)])
      }
    }
    return file
  }

  /// Gives a model's file to `put` piece by piece.
  package static func write(
    _ model: Model, fingerprint: String?, state: TrainingState?,
    to put: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    let tasks = model.schema.tasks
    var metadata = [
      "model": try text(SavedKind(model)),
      "features": try text(model.schema.features.map(SavedFeature.init)),
      "tasks": try text(tasks.map(\.name)),
      "task-kinds": try text(tasks.map(\.kind.rawValue)),
      "data": try text(fingerprint ?? ""),
      "seed": try text(model.seed),
      "version": try text(programVersion),
    ]
    if let state {
      metadata["training"] = try text(SavedTraining(state))
      metadata["history"] = try text(SavedHistory(state.history))
      metadata["run"] = try state.position.map { try text(SavedPosition($0)) }
    }
    try Safetensors.write(sources(of: model, state), metadata, to: put)
  }

  /// The bytes of all tensors of a model's file.
  package static func size(of model: Model, _ state: TrainingState?) -> Int {
    sources(of: model, state).reduce(0) { $0 + $1.size }
  }

  private static func sources(of model: Model, _ state: TrainingState?) -> [TensorSource] {
    let weights = model.parameters.all.map { parameter in
      TensorSource(
        name: parameter.name, shape: parameter.shape, content: .floats { parameter.weights.array })
    }
    return state.map { sources(of: $0, model) + weights + moments(of: model) } ?? weights
  }

  private static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The model in a file's bytes, with its own schema, the fingerprint of its data, and what its
  /// training remembers if the file holds that.
  ///
  /// - Throws: `CheckpointError` for anything that is no model of ours; `CancellationError` after an
  ///   interrupt.
  package static func decode(
    _ bytes: [UInt8], interrupt: Interrupt = .never
  ) throws -> (model: Model, fingerprint: String, state: TrainingState?) {
    let file: Safetensors
    do { file = try Safetensors(decoding: bytes, interrupt: interrupt) } catch let error
      as SafetensorsError
    {
      throw CheckpointError.file(error)
    }
    let kind = try kind(of: value(SavedKind.self, "model", in: file))
    let schema = try schema(of: file)
    let model: Model
    do {
      model = try Model(
        kind, schema: schema, seed: value(UInt64.self, "seed", in: file), drawing: false)
    } catch is ModelError {
      throw CheckpointError.unbuildable
    }
    try fill(model, from: file, interrupt)
    return (
      model, try value(String.self, "data", in: file), try state(of: model, in: file, interrupt)
    )
  }

  static func value<Value: Decodable>(
    _ type: Value.Type, _ key: String, in file: Safetensors
  ) throws(CheckpointError) -> Value {
    guard let text = file.metadata[key] else {
      throw .missingEntry(key)
    }
    do {
      let decoder = JSONDecoder()
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
      return try decoder.decode(type, from: FoundationEssentials.Data(text.utf8))
    } catch {
      throw .entry(key)
    }
  }

  private static func kind(of saved: SavedKind) throws(CheckpointError) -> any ModelKind {
    guard let type = modelKinds.first(where: { $0.name == saved.kind }) else {
      throw .unknownKind(saved.kind)
    }
    do { return try type.parsed(saved.options) } catch {
      throw .options(kind: saved.kind)
    }
  }

  private static func schema(of file: Safetensors) throws(CheckpointError) -> Schema {
    var features: [Feature] = []
    for saved in try value([SavedFeature].self, "features", in: file) {
      guard let feature = saved.feature else {
        throw .feature(saved.name)
      }
      features.append(feature)
    }
    let names = try value([String].self, "tasks", in: file)
    // Files of other programs need not tell kinds: tasks are binary then.
    let kinds =
      try file.metadata["task-kinds"] == nil
      ? names.map { _ in Task.Kind.binary.rawValue } : value([String].self, "task-kinds", in: file)
    var tasks: [Task] = []
    for (name, text) in zip(names, kinds) {
      guard let kind = Task.Kind(rawValue: text) else {
        throw .task(name, kind: text)
      }
      tasks.append(Task(name: name, kind: kind))
    }
    if tasks.count < names.count { throw .taskWithoutKind }
    if Set(names).count < names.count || Set(features.map(\.name)).count < features.count {
      throw .repeatedName
    }
    return Schema(features: features, tasks: tasks)
  }

  /// Puts the file's values in place of the initial ones.
  private static func fill(
    _ model: Model, from file: Safetensors, _ interrupt: Interrupt
  ) throws {
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    model.restore(try values(of: model, "", in: tensors, interrupt))
  }

  /// The values of the tensors that have the names of the model's behind a prefix.
  static func values(
    of model: Model, _ prefix: String, in tensors: [String: Safetensors.Tensor],
    _ interrupt: Interrupt
  ) throws -> [[Float]] {
    var values: [[Float]] = []
    for parameter in model.parameters.all {
      try interrupt.check()
      let name = prefix + parameter.name
      guard let tensor = tensors[name] else {
        throw CheckpointError.missingTensor(name)
      }
      guard tensor.shape == parameter.shape else {
        throw CheckpointError.shape(tensor: name, tensor.shape, expected: parameter.shape)
      }
      guard tensor.doubles == nil else {
        throw CheckpointError.doubles(tensor: name)
      }
      guard tensor.values.allSatisfy(\.isFinite) else {
        throw CheckpointError.notNumbers(tensor: name)
      }
      values.append(tensor.values)
    }
    return values
  }
}

/// Why a file is no model; `Language` writes the sentences.
package enum CheckpointError: Error, Equatable {
  /// It is not in the format at all.
  case file(SafetensorsError)
  /// An entry of the metadata is missing, or not as it should be.
  case missingEntry(String)
  case entry(String)
  /// No kind of model has this name.
  case unknownKind(String)
  /// The options are not those of the kind.
  case options(kind: String)
  /// Kind, vocabulary or transform of a feature is wrong.
  case feature(String)
  /// No kind of task has this name.
  case task(String, kind: String)
  case taskWithoutKind
  /// A feature or task is named twice.
  case repeatedName
  /// The model that it describes cannot be built.
  case unbuildable
  case missingTensor(String)
  case shape(tensor: String, [Int], expected: [Int])
  /// A tensor of doubles where floats belong.
  case doubles(tensor: String)
  /// A tensor holds NaN or infinity.
  case notNumbers(tensor: String)
  /// A tensor of the history is damaged or missing.
  case history(tensor: String)
  /// What the optimizer remembers of a parameter is damaged.
  case moments(parameter: String)
}
