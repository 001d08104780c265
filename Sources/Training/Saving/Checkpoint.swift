import DataSets
import Engine
import JSONText
package import Models
package import System

/// The file of a saved model: tensors under the specification's names, everything else in the metadata.
package enum Checkpoint {
  /// The bytes of a model's file, with the fingerprint of its data and the state of its training.
  ///
  /// - Throws: `CancellationError` after an interrupt, checked before each megabyte.
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

  /// Passes a model's file to `put` in pieces.
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
      "version": try text(model.arithmetic.version),
      "first-layers": try text(model.arithmetic.firstLayers),
    ]
    if tasks.contains(where: { $0.scale != nil }) {
      metadata["task-scales"] = try text(tasks.map(\.scale))
    }
    if !model.schema.forms.isPlain {
      metadata["column-forms"] = try text(model.schema.forms)
    }
    if let state {
      metadata["training"] = try text(SavedTraining(state))
      metadata["history"] = try text(SavedHistory(state.history))
      metadata["run"] = try state.position.map { try text(SavedPosition($0)) }
    }
    let sources = sources(of: model, state)
    metadata[digest] = try text(Safetensors.digest(sources, metadata))
    try Safetensors.write(sources, metadata, to: put)
  }

  /// The entry with the digest of all others and of the values.
  private static let digest = "digest"

  /// Checks that no bit of a file has changed since it was written; earlier versions wrote no digest.
  private static func checkDigest(of file: Safetensors, _ interrupt: Interrupt) throws {
    guard file.metadata[digest] != nil else { return }
    let written = try value(String.self, digest, in: file)
    var metadata = file.metadata
    metadata[digest] = nil
    if try Safetensors.digest(file.tensors.map(\.source), metadata, interrupt) != written {
      throw CheckpointError.changed
    }
  }

  /// The size of all tensors in a model's file, in bytes.
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
    String(decoding: try StoredJSON.bytes(of: value), as: UTF8.self)
  }

  /// The model in a file, with its schema, the fingerprint of its data, and the state of its training if
  /// the file has one.
  ///
  /// - Throws: `CheckpointError` for a file that is not one of our models; `CancellationError` after an
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
    model.arithmetic = try arithmetic(of: file)
    try fill(model, from: file, interrupt)
    let result = (
      model, try value(String.self, "data", in: file), try state(of: model, in: file, interrupt)
    )
    try checkDigest(of: file, interrupt)
    return result
  }

  static func value<Value: Decodable>(
    _ type: Value.Type, _ key: String, in file: Safetensors
  ) throws(CheckpointError) -> Value {
    guard let text = file.metadata[key] else {
      throw .missingEntry(key)
    }
    do { return try StoredJSON.value(type, from: text.utf8) } catch { throw .entry(key) }
  }

  /// A file of another program need not name a version: it is read as one of this process.
  private static func arithmetic(of file: Safetensors) throws(CheckpointError) -> Arithmetic {
    func text(_ key: String) throws(CheckpointError) -> String? {
      file.metadata[key] == nil ? nil : try value(String.self, key, in: file)
    }
    guard let version = try text("version") else { return .here }
    return Arithmetic(version: version, firstLayers: try text("first-layers"))
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
    if file.metadata["task-scales"] != nil {
      let scales = try value([LabelScale?].self, "task-scales", in: file)
      let arePossible = scales.allSatisfy { scale in
        scale.map { $0.mean.isFinite && $0.deviation.isFinite && $0.deviation > 0 } ?? true
      }
      guard scales.count == tasks.count, arePossible else { throw .entry("task-scales") }
      for (index, scale) in scales.enumerated() { tasks[index].scale = scale }
    }
    if tasks.count < names.count { throw .taskWithoutKind }
    if Set(names).count < names.count || Set(features.map(\.name)).count < features.count {
      throw .repeatedName
    }
    var schema = Schema(features: features, tasks: tasks)
    if file.metadata["column-forms"] != nil {
      schema.forms = try value(ColumnForms.self, "column-forms", in: file)
    }
    return schema
  }

  /// Sets the weights to those of the file.
  private static func fill(
    _ model: Model, from file: Safetensors, _ interrupt: Interrupt
  ) throws {
    let tensors = Dictionary(file.tensors.map { ($0.name, $0) }) { first, _ in first }
    model.restore(try values(of: model, "", in: tensors, interrupt))
  }

  /// The values of the tensors that are named by a prefix and the names of the model's tensors.
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

/// The reason why a file cannot be opened as a model; `Language` writes the sentence.
package enum CheckpointError: Error, Equatable {
  /// It is not in the safetensors format.
  case file(SafetensorsError)
  /// An entry of the metadata is missing.
  case missingEntry(String)
  case entry(String)
  /// There is no kind of model with this name.
  case unknownKind(String)
  /// The options are invalid for the kind.
  case options(kind: String)
  /// The kind, vocabulary or transform of a feature is invalid.
  case feature(String)
  /// There is no kind of task with this name.
  case task(String, kind: String)
  case taskWithoutKind
  /// A feature or task is named twice.
  case repeatedName
  /// The described model cannot be built.
  case unbuildable
  case missingTensor(String)
  case shape(tensor: String, [Int], expected: [Int])
  /// A tensor has doubles instead of floats.
  case doubles(tensor: String)
  /// A tensor holds NaN or infinity.
  case notNumbers(tensor: String)
  /// Its digest differs: the file has changed since it was written.
  case changed
  /// A tensor of the history is damaged or missing.
  case history(tensor: String)
  /// The moments of a parameter are damaged.
  case moments(parameter: String)
}
