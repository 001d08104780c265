import JSONText
import Numbers
package import System

/// A file in the safetensors format: named tensors of floats or doubles after a JSON header.
///
/// The file consists of the header's length (8 bytes, little-endian), the header and the raw values.
package struct Safetensors: Equatable {
  /// A named tensor with its values in row-major order.
  package struct Tensor: Equatable {
    /// The name, unique in the file.
    package var name: String
    /// The size of each dimension.
    package var shape: [Int]
    /// The values of type F32; empty for a tensor of type F64.
    package var values: [Float]
    /// The values of type F64; nil for a tensor of type F32.
    package var doubles: [Double]?

    /// A tensor of type F32.
    package init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }

    /// A tensor of type F64.
    package init(name: String, shape: [Int], doubles: [Double]) {
      self.init(name: name, shape: shape, values: [])
      self.doubles = doubles
    }

    var source: TensorSource {
      TensorSource(
        name: name, shape: shape,
        content: doubles.map { doubles in .doubles { doubles } } ?? .floats { values })
    }
  }

  /// The tensors, in the order of their values in the file.
  package var tensors: [Tensor]
  /// The texts in the header's `__metadata__`.
  package var metadata: [String: String]

  /// Takes the content of a file.
  package init(tensors: [Tensor], metadata: [String: String]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of that name; nil if there is none.
  package subscript(_ name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// The bytes of the file.
  package func encoded() throws -> [UInt8] {
    var file: [UInt8] = []
    try Self.write(tensors.map(\.source), metadata) { file.append(contentsOf: $0) }
    return file
  }

  /// SHA-256 over the metadata and all values, in hexadecimal.
  static func digest(
    _ sources: [TensorSource], _ metadata: [String: String], _ interrupt: Interrupt = .never
  ) throws -> String {
    var digest = Digest()
    for key in metadata.keys.sorted() { digest.update("\(key)=\(metadata[key] ?? "")") }
    func update(_ bytes: UnsafeRawBufferPointer) throws {
      for start in stride(from: 0, to: bytes.count, by: 1 << 20) {
        try interrupt.check()
        let end = min(bytes.count, start + 1 << 20)
        digest.update(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
      }
    }
    for source in sources.sorted(by: { $0.name < $1.name }) {
      digest.update(source.name)
      switch source.content {
      case .floats(let values): try values().withUnsafeBytes(update)
      case .doubles(let values): try values().withUnsafeBytes(update)
      }
    }
    return digest.hexadecimal()
  }

  /// Passes the file to `put` in pieces, so that only one tensor's values are in memory at a time.
  static func write(
    _ sources: [TensorSource], _ metadata: [String: String],
    to put: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    var header: [String: HeaderEntry] = ["__metadata__": .metadata(metadata)]
    var offset = 0
    for source in sources {
      let end = offset + source.size
      header[source.name] = .tensor(
        TensorEntry(dtype: source.type.rawValue, shape: source.shape, data_offsets: [offset, end]))
      offset = end
    }
    var text = try StoredJSON.bytes(of: header)
    while text.count % 8 != 0 { text.append(UInt8(ascii: " ")) }
    try withUnsafeBytes(of: UInt64(text.count).littleEndian, put)
    try text.withUnsafeBytes(put)
    for source in sources {
      switch source.content {
      case .floats(let values): try values().withUnsafeBytes(put)
      case .doubles(let values): try values().withUnsafeBytes(put)
      }
    }
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: `SafetensorsError` for a file that is damaged or in another format; `CancellationError`
  ///   after an interrupt.
  package init(
    decoding file: [UInt8], interrupt: Interrupt = .never
  ) throws {
    guard file.count >= 8 else { throw SafetensorsError.tooShort }
    let length = file.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(file.count - 8), length < 100_000_000 else {
      throw SafetensorsError.headerTooLong
    }
    let headerEnd = 8 + Int(length)
    guard
      let header = try? StoredJSON.value([String: HeaderEntry].self, from: file[8..<headerEnd])
    else { throw SafetensorsError.notAHeader }
    metadata = [:]
    tensors = []
    var entries: [(name: String, entry: TensorEntry)] = []
    for (name, entry) in header {
      switch entry {
      case .metadata(let texts): metadata = texts
      case .tensor(let entry): entries.append((name, entry))
      }
    }
    // Contiguous, without overlaps or holes, so that a small file cannot request much memory.
    var end = 0
    for (name, entry) in entries.sorted(by: {
      ($0.entry.start, $0.entry.size, $0.name) < ($1.entry.start, $1.entry.size, $1.name)
    }) {
      try interrupt.check()
      guard entry.start == end else {
        throw SafetensorsError.tensor(name, .overlap)
      }
      let tensor = try entry.tensor(name, in: file[headerEnd...])
      end += entry.size
      tensors.append(tensor)
    }
    if end != file.count - headerEnd { throw SafetensorsError.moreThanTensors }
  }
}

/// A tensor whose values are computed when they are written.
struct TensorSource {
  enum Content {
    case floats(() -> [Float])
    case doubles(() -> [Double])
  }

  let name: String
  let shape: [Int]
  let content: Content

  fileprivate var type: ElementType {
    if case .floats = content { .F32 } else { .F64 }
  }

  /// The size of its values in bytes.
  var size: Int { type.width * shape.reduce(1, *) }
}

/// The supported element types.
private enum ElementType: String {
  case F32, F64

  /// The size of a number in bytes.
  var width: Int { self == .F32 ? 4 : 8 }
}

/// The reason why a file cannot be read in this format.
package enum SafetensorsError: Error, Equatable {
  /// Fewer than the eight bytes of the header's length.
  case tooShort
  /// The header is longer than the file.
  case headerTooLong
  /// The header is not JSON in the required form.
  case notAHeader
  /// Some bytes belong to no tensor.
  case moreThanTensors
  /// A tensor of that name is damaged.
  case tensor(String, TensorFault)

  /// The fault of a tensor.
  package enum TensorFault: Equatable, Sendable {
    /// Its values overlap with others or leave a gap.
    case overlap
    /// Its type is neither F32 nor F64.
    case type(String)
    /// A size is negative, or their product too large.
    case shape
    /// Its byte range does not match its shape.
    case range
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
  var size: Int { data_offsets.count == 2 ? data_offsets[1] &- data_offsets[0] : 0 }

  /// The tensor, after a check that type, shape and byte range agree.
  func tensor(_ name: String, in values: ArraySlice<UInt8>) throws(SafetensorsError)
    -> Safetensors.Tensor
  {
    guard let type = ElementType(rawValue: dtype) else {
      throw .tensor(name, .type(dtype))
    }
    var count = 1
    for size in shape {
      let product = count.multipliedReportingOverflow(by: size)
      if size < 0 || product.overflow { throw .tensor(name, .shape) }
      count = product.partialValue
    }
    guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1],
      data_offsets[1] <= values.count, count <= values.count / type.width + 1,
      size == type.width * count
    else { throw .tensor(name, .range) }
    let bytes = values[
      (values.startIndex + data_offsets[0])..<(values.startIndex + data_offsets[1])]
    switch type {
    case .F32:
      return Safetensors.Tensor(name: name, shape: shape, values: Self.numbers(bytes, count))
    case .F64:
      return Safetensors.Tensor(name: name, shape: shape, doubles: Self.numbers(bytes, count))
    }
  }

  private static func numbers<Number: BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, _ count: Int
  ) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { buffer, filled in
      UnsafeMutableRawBufferPointer(buffer).copyBytes(from: bytes)
      filled = count
    }
  }
}
