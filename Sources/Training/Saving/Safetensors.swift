import FoundationEssentials
package import System

/// The safetensors file format: named tensors of floats or doubles behind a JSON header.
///
/// Eight bytes header length (little-endian), the header, then the raw values.
package struct Safetensors: Equatable {
  package struct Tensor: Equatable {
    package var name: String
    package var shape: [Int]
    /// Of the type F32; none of a tensor of the type F64.
    package var values: [Float]
    package var doubles: [Double]?

    package init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }

    package init(name: String, shape: [Int], doubles: [Double]) {
      self.init(name: name, shape: shape, values: [])
      self.doubles = doubles
    }

    fileprivate var source: TensorSource {
      TensorSource(
        name: name, shape: shape,
        content: doubles.map { doubles in .doubles { doubles } } ?? .floats { values })
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
    var file: [UInt8] = []
    try Self.write(tensors.map(\.source), metadata) { file.append(contentsOf: $0) }
    return file
  }

  /// Gives the file to `put` piece by piece, so that one tensor's values are in memory at a time.
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
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var text = try encoder.encode(header)
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
  /// - Throws: `SafetensorsError` for anything that is no such file; `CancellationError` after an
  ///   interrupt.
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
      let header = try? JSONDecoder().decode(
        [String: HeaderEntry].self, from: Data(file[8..<headerEnd]))
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
    // One after another without overlap or hole, so that a small file cannot ask for much memory.
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

/// A tensor whose values are fetched when they are written.
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

  /// Its bytes in a file.
  var size: Int { type.width * shape.reduce(1, *) }
}

/// The types that are read and written.
private enum ElementType: String {
  case F32, F64

  /// Bytes of a number.
  var width: Int { self == .F32 ? 4 : 8 }
}

/// Why a file is not in this format.
package enum SafetensorsError: Error, Equatable {
  /// Less than the eight bytes that say how long the header is.
  case tooShort
  /// A header longer than the file.
  case headerTooLong
  /// The header is not JSON of this form.
  case notAHeader
  /// Bytes that belong to no tensor.
  case moreThanTensors
  case tensor(String, TensorFault)

  package enum TensorFault: Equatable, Sendable {
    /// Its values overlap others, or leave a hole.
    case overlap
    /// A type that is neither F32 nor F64.
    case type(String)
    /// A negative size, or more numbers than there can be.
    case shape
    /// Its range of bytes does not fit its shape.
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

  /// The tensor's values, once type, shape and place agree.
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
