/// What a columnar file says of itself, as JSON at its end.
///
/// The file: a page with the magic word; pieces of 65,536 rows, each with all columns of four bytes
/// a row one after the other; sections with vocabularies, lists and the split; this header; and
/// 32 bytes with the header's offset, length and checksum and the magic word.
struct ColumnFileHeader: Codable {
  static let version = 2
  static let magic: UInt64 = 0x314c_434e_4850_4544  // "DEPHNCL1"
  /// Where the pieces begin.
  static let start = 4096

  /// A stretch of the file; `checksum` is its CRC-32, nil where reading it all would take long.
  struct Section: Codable {
    var offset: Int
    var bytes: Int
    var checksum: UInt?
  }

  struct StoredFeature: Codable {
    var name: String
    var kind: String
    /// Words of the vocabulary; the words after them in the section are those that it lacks.
    var vocabulary: Int?
    var takesLogarithm: Bool?
    var mean: Double?
    var deviation: Double?
    var clip: Double?
    var buckets: Int?
    var edges: [Double]?
  }

  struct StoredTask: Codable {
    var name: String
    var kind: String
  }

  var state: String
  /// `ColumnFileKey.changes`; nil in a file of an earlier version.
  var changes: String?
  var source: String
  var features: [StoredFeature]
  var tasks: [StoredTask]
  /// Ids of the rows, whose columns follow the tasks', and at last the weights.
  var identifiers: [StoredFeature]?
  var isWeighted: Bool?
  /// How columns write their values, where it is not plain.
  var forms: ColumnForms?
  var notes: [StoredNote]
  var fingerprint: String
  var statistics: [FieldStatistics]
  /// Rows of a column, those in no part included.
  var rowCount: Int
  var sections: [String: Section]
}

extension ColumnFileHeader {
  /// Columns of what rows carry beside features and labels.
  var carriedCount: Int { (identifiers?.count ?? 0) + (isWeighted == true ? 1 : 0) }
}

extension ColumnFileHeader.StoredFeature {
  init(_ feature: Feature) {
    name = feature.name
    kind = feature.kind.form.rawValue
    switch feature.kind {
    case .categorical(let words), .multiple(let words): vocabulary = words.count
    case .numeric(let transform):
      takesLogarithm = transform.takesLogarithm
      (mean, deviation, clip) = (transform.mean, transform.deviation, transform.clip)
    case .hashed(let buckets): self.buckets = buckets
    case .binned(let edges): self.edges = edges
    }
  }

  /// The feature with those words; nil if the entries are not those of its kind.
  func feature(_ words: [String]) -> Feature? {
    switch kind {
    case "categorical": return Feature(name: name, kind: .categorical(vocabulary: words))
    case "multi-valued": return Feature(name: name, kind: .multiple(vocabulary: words))
    case "numeric":
      guard let takesLogarithm, let mean, let deviation, let clip else { return nil }
      return Feature(
        name: name,
        kind: .numeric(
          NumericTransform(
            takesLogarithm: takesLogarithm, mean: mean, deviation: deviation, clip: clip)))
    case "hashed":
      guard let buckets, (1...Int(Int32.max - 1)).contains(buckets) else { return nil }
      return Feature(name: name, kind: .hashed(buckets: buckets))
    case "binned": return edges.map { Feature(name: name, kind: .binned(edges: $0)) }
    default: return nil
    }
  }

  /// Columns of four bytes a row that it has.
  var columnCount: Int { kind == "numeric" || kind == "binned" ? 2 : 1 }
}
