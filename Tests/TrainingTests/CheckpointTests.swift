import ArgumentParser
import DataSets
import Engine
import Models
import Numbers
import Testing
import Training

@Suite struct CheckpointTests {
  static let kinds: [[String]] =
    [
      ["shared-bottom", "--bottom-hidden-units", "12", "7"],
      ["mmoe", "--num-experts", "2"],
      ["dephn", "--mappings", "raw", "tanh", "--virtual-gradient", "mul-cos", "--heads", "1"]
        + ["--gate-optimizer", "sgd", "--gate-learning-rate", "0.25"],
      ["dephn", "--gate", "mapping", "--virtual-gradient", "none", "--residual", "plain"],
      ["mt-phn", "--setting", "dnn-private"], ["snr", "--connection", "aver", "--dropout", "0.1"],
      ["cross-stitch", "--stitch-learning-rate", "0.01"], ["dnn", "--batch-norm"],
    ] + modelKinds.map { [$0.name] }

  @Test(arguments: kinds) func savedAndOpenedIsTheSame(words: [String]) throws {
    let data = SmallTask.data()
    let trainer = Trainer(try SmallTask.model(words, seed: 5), data)
    _ = try trainer.train(SmallTask.options())
    let bytes = try Checkpoint.encode(trainer.model, fingerprint: data.fingerprint)
    let (model, fingerprint, state) = try Checkpoint.decode(bytes)
    #expect(state == nil)
    #expect(fingerprint == data.fingerprint)
    #expect(try model.digest() == trainer.model.digest() && model.seed == 5)
    #expect(model.kindName == words[0] && model.options == trainer.model.options)
    #expect(model.schema == data.schema)
    #expect(
      try Prediction(model, data).logits(data.split.test)
        == Prediction(trainer.model, data).logits(data.split.test))
  }

  /// Saved with what its optimiser remembers, opened and trained on, a model has the bits of one that
  /// was never saved.
  @Test(arguments: UpdateRule.allCases, [["mmoe"], ["snr", "--dropout", "0.1"]])
  func trainingGoesOnAsIfNeverSaved(rule: UpdateRule, words: [String]) throws {
    let data = SmallTask.data()
    var options = SmallTask.options()
    options.optimizer = rule
    options.momentum = 0.9
    let unbroken = Trainer(try SmallTask.model(words, seed: 5), data)
    _ = try unbroken.train(options)
    let saved = try Checkpoint.decode(
      Checkpoint.encode(
        unbroken.model, fingerprint: data.fingerprint, state: unbroken.state))
    let state = try #require(saved.state)
    let opened = Trainer(saved.model, data, state: state)
    let without = Trainer(
      try Checkpoint.decode(Checkpoint.encode(unbroken.model, fingerprint: nil)).model, data)
    for trainer in [unbroken, opened, without] { _ = try trainer.train(options) }
    #expect(try opened.model.digest() == unbroken.model.digest())
    #expect(try without.model.digest() != unbroken.model.digest())
    // All that is remembered, the history too.
    func bytes(_ trainer: Trainer) throws -> [UInt8] {
      try Checkpoint.encode(trainer.model, fingerprint: nil, state: trainer.state)
    }
    #expect(try bytes(opened) == bytes(unbroken))
  }

  @Test func damagedStatesAreRefused() throws {
    let trainer = Trainer(try SmallTask.model(), SmallTask.data())
    _ = try trainer.train(SmallTask.options(epochs: 1))
    let whole = try Safetensors(
      decoding: Checkpoint.encode(trainer.model, fingerprint: nil, state: trainer.state))
    for text in [#"{"optimizer":"adam","steps":-1,"epochs":1}"#, "{}", "7"]
      + [#"{"optimizer":"ada","steps":1,"epochs":1}"#]
    {
      var file = whole
      file.metadata["training"] = text
      #expect(throws: CheckpointError.self) { try Checkpoint.decode(file.encoded()) }
    }
    var file = whole
    let place = try #require(file.tensors.firstIndex { $0.name.hasPrefix("optimizer.second.") })
    file.tensors[place].values[0] = -1
    #expect(throws: CheckpointError.self) { try Checkpoint.decode(file.encoded()) }
  }

  @Test func metadataIsTheSpecifications() throws {
    let model = try SmallTask.model(["mmoe", "--num-experts", "2"], seed: 9)
    let file = try Safetensors(decoding: Checkpoint.encode(model, fingerprint: "abc"))
    let options =
      #"{"batch-norm":false,"dropout":0,"embedding-dim":8,"embedding-regularizer":0,"expert-dropout":0,"expert-hidden-units":[128,64],"#
      + #""kind":"mmoe","net-regularizer":0,"num-experts":2,"tower-hidden-units":[32]}"#
    #expect(file.metadata["model"] == options)
    #expect(file.metadata["tasks"] == #"["click","buy"]"#)
    #expect(file.metadata["seed"] == "9" && file.metadata["data"] == #""abc""#)
    let features =
      #"[{"kind":"categorical","name":"colour","vocabulary":["red","green","blue"]},"#
      + #"{"clip":5,"deviation":1,"kind":"numeric","mean":0,"name":"size","transform":"none"}]"#
    #expect(file.metadata["features"] == features)
  }

  @Test func formatRoundTrip() throws {
    let tensors = [
      Safetensors.Tensor(name: "b", shape: [2, 3], values: [1, -2, 3.5, 0, .infinity, 1e-30]),
      Safetensors.Tensor(name: "a", shape: [], values: [7]),
      Safetensors.Tensor(name: "empty", shape: [0, 4], values: []),
    ]
    let file = Safetensors(tensors: tensors, metadata: ["note": "ä \"quoted\""])
    let again = try Safetensors(decoding: file.encoded())
    #expect(again.metadata == file.metadata)
    #expect(Set(again.tensors.map(\.name)) == ["a", "b", "empty"])
    for tensor in tensors { #expect(again[tensor.name] == tensor) }
  }

  /// Any damage gives an error or another model, never a trap.
  @Test func damagedFilesEndInAnError() throws {
    let model = try SmallTask.model(["mmoe", "--num-experts", "2", "--expert-hidden-units", "3"])
    let whole = try Checkpoint.encode(model, fingerprint: nil)
    var stream = RandomStream(seed: 11, purpose: "damage")
    var refused = 0
    for _ in 0..<500 {
      var bytes = whole
      switch stream.below(4) {
      case 0: bytes.removeLast(1 + stream.below(bytes.count - 1))
      case 1: bytes[stream.below(8)] = UInt8(stream.below(256))
      case 2:
        for _ in 0..<3 { bytes[8 + stream.below(1200)] = UInt8(stream.below(256)) }
      default: bytes.insert(UInt8(stream.below(256)), at: stream.below(1500))
      }
      do { _ = try Checkpoint.decode(bytes) } catch { refused += 1 }
    }
    #expect(refused > 300)
    #expect(throws: CheckpointError.self) { try Checkpoint.decode([]) }
    #expect(throws: CheckpointError.self) { try Checkpoint.decode(Array("hello, world".utf8)) }
  }

  /// Tensors that share their bytes could ask for any memory.
  @Test func overlappingTensorsAreRefused() {
    let header =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    let bytes = [UInt8(header.utf8.count), 0, 0, 0, 0, 0, 0, 0] + Array(header.utf8)
    #expect(
      throws: SafetensorsError.tensor("b", .overlap)
    ) { try Safetensors(decoding: bytes + [UInt8](repeating: 0, count: 8)) }
  }

  @Test func aMissingTensorIsNamed() throws {
    let model = try SmallTask.model(["mmoe"])
    var file = try Safetensors(decoding: Checkpoint.encode(model, fingerprint: nil))
    file.tensors.removeAll { $0.name == "gates.buy.weight" }
    #expect(throws: CheckpointError.missingTensor("gates.buy.weight")) {
      try Checkpoint.decode(file.encoded())
    }
  }

  /// A file says how its weights were computed, and so does the copy of a model that was opened.
  @Test func filesSayHowFirstLayersWereComputed() throws {
    let model = try SmallTask.model(["shared-bottom"])
    let bytes = try Checkpoint.encode(model, fingerprint: nil)
    #expect(try Checkpoint.decode(bytes).model.arithmetic == .here)
    var metadata = try Safetensors(decoding: bytes).metadata
    (metadata["version"], metadata["first-layers"]) = (#""0.1.0""#, nil)
    // Nor did earlier versions write a digest.
    metadata["digest"] = nil
    let older = try Safetensors(tensors: Safetensors(decoding: bytes).tensors, metadata: metadata)
    let opened = try Checkpoint.decode(older.encoded()).model
    #expect(opened.arithmetic == Arithmetic(version: "0.1.0", firstLayers: "dense"))
    let copy = try Checkpoint.decode(Checkpoint.encode(opened, fingerprint: nil)).model
    #expect(copy.arithmetic == opened.arithmetic)
    // Another program's file says neither.
    metadata["version"] = nil
    let foreign = try Safetensors(tensors: Safetensors(decoding: bytes).tensors, metadata: metadata)
    #expect(try Checkpoint.decode(foreign.encoded()).model.arithmetic == .here)
  }
}
