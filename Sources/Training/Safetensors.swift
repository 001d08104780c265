import FoundationEssentials

/// The safetensors file format: named tensors of floats behind a JSON header.
///
/// Eight bytes header length (little-endian), the header, then the raw values.
package struct Safetensors: Equatable {
  package struct Tensor: Equatable {
    package var name: String
    package var shape: [Int]
    package var values: [Float]

    package init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// In the order in which they lie in the file.
  package var tensors: [Tensor]
  package var metadata: [String: String]

  package init(tensors: [Tensor], metadata: [String: String]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  package subscript(_ name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The bytes of the file.
  package func encoded() throws -> [UInt8] {
    var header: [String: HeaderEntry] = ["__metadata__": .metadata(metadata)]
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      header[tensor.name] = .tensor(
        TensorEntry(dtype: "F32", shape: tensor.shape, data_offsets: [offset, end]))
      offset = end
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = try encoder.encode(header)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    var file: [UInt8] = []
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(contentsOf: text)
    for tensor in tensors { tensor.values.withUnsafeBytes { file.append(contentsOf: $0) } }
    return file
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: `SafetensorsError` for anything that is no such file.
  package init(decoding file: [UInt8]) throws(SafetensorsError) {
    guard file.count >= 8 else { throw .notSafetensors("it is shorter than 8 bytes") }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(file.count - 8), length < 100_000_000 else {
      throw .notSafetensors("its header is said to be longer than the file")
    }
    let headerEnd = 8 + Int(length)
    guard
      let header = try? JSONDecoder().decode(
        [String: HeaderEntry].self, from: Data(file[8..<headerEnd]))
    else { throw .notSafetensors("its header is no JSON of that kind") }
    metadata = [:]
    tensors = []
    var entries: [(name: String, entry: TensorEntry)] = []
    for (name, entry) in header {
      switch entry {
      case .metadata(let texts): metadata = texts
      case .tensor(let entry): entries.append((name, entry))
      }
    }
    // One after another without overlap or hole, so that a small file cannot ask for much memory.
    var end = 0
    for (name, entry) in entries.sorted(by: {
      ($0.entry.start, $0.name) < ($1.entry.start, $1.name)
    }) {
      guard entry.start == end else {
        throw .badTensor(name: name, "its values overlap others or leave a hole")
      }
      let tensor = try entry.tensor(name, in: file[headerEnd...])
      end += 4 * tensor.values.count
      tensors.append(tensor)
    }
    if end != file.count - headerEnd { throw .notSafetensors("it holds more than its tensors") }
  }
}

/// Why a file is not in this format.
package enum SafetensorsError: Error, Equatable {
  case notSafetensors(String)
  case badTensor(name: String, String)

  /// The end of a sentence that begins "… is no model: ".
  var sentence: String {
    switch self {
    case .notSafetensors(let reason): reason
    case .badTensor(let name, let reason): "of its tensor '\(name)', \(reason)"
    }
  }
}

/// An entry of the header: the metadata, or a tensor.
private enum HeaderEntry: Codable {
  case metadata([String: String])
  case tensor(TensorEntry)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let tensor = try? container.decode(TensorEntry.self) {
      self = .tensor(tensor)
    } else {
      self = .metadata(try container.decode([String: String].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .metadata(let texts): try container.encode(texts)
    case .tensor(let entry): try container.encode(entry)
    }
  }
}

private struct TensorEntry: Codable {
  var dtype: String
  var shape: [Int]
  var data_offsets: [Int]

  var start: Int { data_offsets.first ?? 0 }

  /// The tensor's values, once type, shape and place agree.
  func tensor(_ name: String, in values: ArraySlice<UInt8>) throws(SafetensorsError)
    -> Safetensors.Tensor
  {
    guard dtype == "F32" else { throw .badTensor(name: name, "its type is \(dtype), not F32") }
    var count = 1
    for size in shape {
      let product = count.multipliedReportingOverflow(by: size)
      if size < 0 || product.overflow { throw .badTensor(name: name, "its shape is impossible") }
      count = product.partialValue
    }
    guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1],
      data_offsets[1] <= values.count, count <= values.count / 4 + 1,
      data_offsets[1] - data_offsets[0] == 4 * count
    else { throw .badTensor(name: name, "its place in the file does not fit its shape") }
    let bytes = values[
      (values.startIndex + data_offsets[0])..<(values.startIndex + data_offsets[1])]
    let floats = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      filled = count
    }
    return Safetensors.Tensor(name: name, shape: shape, values: floats)
  }
}
