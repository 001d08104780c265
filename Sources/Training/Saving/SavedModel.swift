import DataSets
import Models
import Options

/// A kind and its options as JSON: `{"kind": "mmoe", "num-experts": 8, …}`.
struct SavedKind: Codable {
  let kind: String
  let options: [OptionSetting]

  private enum CodingKeys: CodingKey { case kind }

  init(_ model: Model) { (kind, options) = (model.kindName, model.options) }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(kind, forKey: .kind)
    try SavedOptions(options).encode(to: encoder)
  }

  init(from decoder: any Decoder) throws {
    kind = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .kind)
    options = try SavedOptions(from: decoder).settings.filter { $0.name != "kind" }
  }
}

/// A feature as JSON, with its vocabulary (from id 1 on), transform, number of buckets or bin edges.
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

  /// The feature; nil if entries of its kind are missing or invalid.
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
