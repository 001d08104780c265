import DataSets
import Models

/// A kind and its options as JSON: `{"kind": "mmoe", "num-experts": 8, …}`.
struct SavedOptions: Codable {
  let kind: String
  let options: [ModelOption]

  init(kind: String, options: [ModelOption]) {
    self.kind = kind
    self.options = options
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: Key(stringValue: "kind"))
    for option in options {
      try container.encode(SavedValue(value: option.value), forKey: Key(stringValue: option.name))
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    kind = try container.decode(String.self, forKey: Key(stringValue: "kind"))
    options = try container.allKeys.filter { $0.stringValue != "kind" }.map {
      ModelOption(
        name: $0.stringValue, value: try container.decode(SavedValue.self, forKey: $0).value)
    }
  }
}

/// An option's value as plain JSON.
private struct SavedValue: Codable {
  let value: ModelOption.Value

  init(value: ModelOption.Value) { self.value = value }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch value {
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let items): try container.encode(items.map(SavedValue.init))
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      value = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      value = .integer(integer)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else if let text = try? container.decode(String.self) {
      value = .text(text)
    } else {
      value = .list(try container.decode([SavedValue].self).map(\.value))
    }
  }
}

/// A feature as JSON, with its vocabulary (id 1 first), transform, buckets or edges of bins.
struct SavedFeature: Codable {
  let name: String
  private let kind: String
  private let vocabulary: [String]?
  private let transform: String?
  private let mean: Double?
  private let deviation: Double?
  private let clip: Double?
  private let buckets: Int?
  private let edges: [Double]?

  init(_ feature: Feature) {
    name = feature.name
    kind = feature.kind.form.rawValue
    var words: [String]?
    var numeric: NumericTransform?
    var (buckets, edges) = (Int?.none, [Double]?.none)
    switch feature.kind {
    case .categorical(let vocabulary), .multiple(let vocabulary): words = vocabulary
    case .numeric(let transform): numeric = transform
    case .hashed(let count): buckets = count
    case .binned(let found): edges = found
    }
    vocabulary = words
    transform = numeric.map { $0.takesLogarithm ? "log1p" : "none" }
    (mean, deviation, clip) = (numeric?.mean, numeric?.deviation, numeric?.clip)
    (self.buckets, self.edges) = (buckets, edges)
  }

  /// `nil` if the entries are not those of its kind.
  var feature: Feature? {
    switch kind {
    case "categorical":
      return vocabulary.map { Feature(name: name, kind: .categorical(vocabulary: $0)) }
    case "numeric":
      guard let transform, ["log1p", "none"].contains(transform), let mean, mean.isFinite,
        let deviation, deviation > 0, deviation.isFinite, let clip, clip > 0
      else { return nil }
      return Feature(
        name: name,
        kind: .numeric(
          NumericTransform(
            takesLogarithm: transform == "log1p", mean: mean, deviation: deviation, clip: clip)))
    case "multi-valued":
      return vocabulary.map { Feature(name: name, kind: .multiple(vocabulary: $0)) }
    case "hashed":
      guard let buckets, (1...1 << 30).contains(buckets) else { return nil }
      return Feature(name: name, kind: .hashed(buckets: buckets))
    case "binned":
      guard let edges, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
      return Feature(name: name, kind: .binned(edges: edges))
    default: return nil
    }
  }
}
