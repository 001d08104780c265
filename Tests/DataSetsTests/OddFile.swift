import DataSets
import Testing

/// A small file as people have them: what the world calls it, and the right reading.
struct OddFile: Sendable, CustomTestStringConvertible {
  /// What a column is read as; `·` stands for a missing word, NaN for a missing number.
  enum Column: Sendable {
    case words([String])
    case numbers([Double])
    case lists([[String]])
  }

  let name: String
  let bytes: [UInt8]
  var options = ["--label", "click"]
  /// The features, all of them.
  var features: [String: Column] = Self.base
  /// The first task's labels, NaN where one is missing.
  var labels: [Float] = (0..<Self.rows).map { Float($0 % 2) }

  var testDescription: String { name }

  static let rows = 30
  static let cities = ["Rome", "Oslo", "Bonn", "Lyon"]

  /// The fields of a row: age, city, price, click.
  static func fields(_ row: Int) -> [String] {
    ["\(20 + row)", cities[row % 4], price(row), "\(row % 2)"]
  }

  static func price(_ row: Int) -> String { "\(Double(row) * 1.5 + 0.25)" }

  static let header = ["age", "city", "price", "click"]
  static let ages = Column.numbers((0..<rows).map { Double(20 + $0) })
  static let prices = Column.numbers((0..<rows).map { Double($0) * 1.5 + 0.25 })
  static let cityWords = Column.words((0..<rows).map { cities[$0 % 4] })
  static let base = ["age": ages, "city": cityWords, "price": prices]

  /// A file of a header and of rows that `change` makes of the usual ones.
  static func text(
    _ separator: String = ",", end: String = "\n", header: [String]? = header,
    _ change: (Int, [String]) -> [String] = { $1 }
  ) -> String {
    let rows = (0..<rows).map { change($0, fields($0)) }
    return ((header.map { [$0] } ?? []) + rows).map { $0.joined(separator: separator) + end }
      .joined()
  }

  init(
    _ name: String, _ text: String, _ options: [String] = ["--label", "click"],
    _ features: [String: Column] = Self.base, labels: [Float]? = nil
  ) {
    self.init(name, bytes: Array(text.utf8), options, features, labels: labels)
  }

  init(
    _ name: String, bytes: [UInt8], _ options: [String] = ["--label", "click"],
    _ features: [String: Column] = Self.base, labels: [Float]? = nil
  ) {
    self.name = name
    self.bytes = bytes
    self.options = options
    self.features = features
    if let labels { self.labels = labels }
  }

  /// The usual file with other words in a column, and what they are read as.
  static func column(
    _ index: Int, _ name: String, _ words: (Int) -> String, _ column: Column?,
    options: [String] = ["--label", "click"], separator: String = ",", labels: [Float]? = nil,
    extra: [String: Column] = [:]
  ) -> OddFile {
    var features = Self.base
    if index < 3 { features[header[index]] = column }
    return OddFile(
      name,
      text(separator) { row, fields in
        var fields = fields
        fields[index] = words(row)
        return fields
      }, options, features.merging(extra) { $1 }, labels: labels)
  }

  static func utf16(_ text: String, bigEndian: Bool = false, mark: Bool = true) -> [UInt8] {
    ((mark ? [0xfeff] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let (low, high) = (UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8))
      return bigEndian ? [high, low] : [low, high]
    }
  }

  static func latin1(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
