import Training

extension CheckpointError {
  /// The end of a sentence that begins "… is not a model: ".
  var phrase: String {
    switch self {
    case .file(let error): error.phrase
    case .missingEntry(let key): "its metadata has no entry '\(key)'"
    case .entry(let key): "the entry '\(key)' of its metadata is not as expected"
    case .unknownKind(let kind): "it holds a model of the unknown kind '\(kind)'"
    case .options(let kind): "its options are not those of '\(kind)'"
    case .feature(let name): "kind, vocabulary or transform of its feature '\(name)' is wrong"
    case .task(let name, let kind): "its task '\(name)' is of the unknown kind '\(kind)'"
    case .taskWithoutKind: "some of its tasks have no kind"
    case .repeatedName: "it names a feature or task twice"
    case .unbuildable: "the model it describes cannot be built"
    case .missingTensor(let name): "the tensor '\(name)' is missing"
    case .shape(let name, let shape, let expected):
      "the tensor '\(name)' has the shape \(shape), not \(expected)"
    case .doubles(let name): "the tensor '\(name)' is of the type F64, not F32"
    case .notNumbers(let name): "the tensor '\(name)' holds values that are not numbers"
    case .history(let name): "the tensor '\(name)' is damaged or missing"
    case .moments(let parameter): "what the optimizer remembers of '\(parameter)' is damaged"
    }
  }
}

extension SafetensorsError {
  fileprivate var phrase: String {
    switch self {
    case .tooShort: "it is shorter than 8 bytes"
    case .headerTooLong: "its header would be longer than the file"
    case .notAHeader: "its header is not JSON of that form"
    case .moreThanTensors: "it holds more than its tensors"
    case .tensor(let name, .overlap):
      "the values of its tensor '\(name)' overlap others or leave a hole"
    case .tensor(let name, .type(let type)):
      "the type of its tensor '\(name)' is \(type), neither F32 nor F64"
    case .tensor(let name, .shape): "the shape of its tensor '\(name)' is impossible"
    case .tensor(let name, .range): "the bytes of its tensor '\(name)' do not fit its shape"
    }
  }
}
