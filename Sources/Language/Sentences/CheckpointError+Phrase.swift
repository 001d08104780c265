import Training

extension CheckpointError {
  /// The end of a sentence that begins "… is not a saved model: ".
  var phrase: String {
    switch self {
    case .file(let error): error.phrase
    case .missingEntry(let key): "the metadata entry '\(key)' is missing"
    case .entry(let key): "the metadata entry '\(key)' is invalid"
    case .unknownKind(let kind): "the kind of model '\(kind)' is unknown"
    case .options(let kind): "its options do not match the kind '\(kind)'"
    case .feature(let name): "kind, vocabulary or transform of the feature '\(name)' is invalid"
    case .task(let name, let kind): "the task '\(name)' has the unknown kind '\(kind)'"
    case .taskWithoutKind: "some of its tasks have no kind"
    case .repeatedName: "two of its features or tasks have the same name"
    case .unbuildable: "the model it describes cannot be built"
    case .missingTensor(let name): "the tensor '\(name)' is missing"
    case .shape(let name, let shape, let expected):
      "the tensor '\(name)' has the shape \(shape), not \(expected)"
    case .doubles(let name): "the tensor '\(name)' has the type F64, not F32"
    case .notNumbers(let name): "the tensor '\(name)' contains NaN or infinite values"
    case .changed: "it has changed since it was written (the digest differs)"
    case .history(let name): "the tensor '\(name)' is damaged or missing"
    case .moments(let parameter): "the optimizer state of '\(parameter)' is damaged"
    }
  }
}

extension SafetensorsError {
  fileprivate var phrase: String {
    switch self {
    case .tooShort: "it is shorter than 8 bytes"
    case .headerTooLong: "its header claims to be longer than the file"
    case .notAHeader: "its header is not a safetensors header"
    case .moreThanTensors: "it contains bytes that belong to no tensor"
    case .tensor(let name, .overlap):
      "the bytes of the tensor '\(name)' overlap another tensor or leave a gap"
    case .tensor(let name, .type(let type)):
      "the tensor '\(name)' has the type \(type), neither F32 nor F64"
    case .tensor(let name, .shape): "the tensor '\(name)' has an impossible shape"
    case .tensor(let name, .range): "the bytes of the tensor '\(name)' do not match its shape"
    }
  }
}
