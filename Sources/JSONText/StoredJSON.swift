import FoundationEssentials

/// The JSON of `Codable` values in files: models, journals, columnar files.
///
/// Keys are sorted, so equal values give equal bytes. Dates are ISO 8601 to the second; infinities and NaN,
/// for which JSON has no numbers, are the strings `inf`, `-inf` and `nan`.
package enum StoredJSON {
  /// The value as JSON in UTF-8.
  ///
  /// - Throws: `EncodingError`.
  package static func bytes(of value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return Array(try encoder.encode(value))
  }

  /// The value of that type in a JSON text.
  ///
  /// - Throws: `DecodingError`.
  package static func value<Value: Decodable>(
    _ type: Value.Type, from bytes: some Sequence<UInt8>
  ) throws -> Value {
    let decoder = JSONDecoder()
    decoder.dateDecodingStrategy = .iso8601
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(type, from: Data(bytes))
  }
}
