/// The names that a file's first record gives its columns.
struct HeaderNames {
  private(set) var names: [String] = []
  /// Columns without a name, which are called `column1` and so on.
  private(set) var nameless: Set<Int> = []

  /// - Throws: `DataError` if a name is damaged or stands there twice.
  init(
    _ fields: [UnsafeBufferPointer<UInt8>], _ format: TextFormat, _ path: String, _ line: Int
  ) throws(DataError) {
    var fields = fields[...]
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    switch format.rowEnds {
    case .even: break
    case .header: fields = fields.dropLast()
    case .rows: fields.append(nothing)
    case .rowNames: fields.insert(nothing, at: fields.startIndex)
    }
    var known: Set<String> = []
    for (index, field) in fields.enumerated() {
      guard FieldBytes.isText(field) else {
        throw DataError(
          .header(.damaged(column: index + 1, hasZeroByte: field.contains(0))), file: path,
          line: line)
      }
      var name = Substring(format.withoutDoubledQuotes(String(decoding: field, as: UTF8.self)))
      if index == 0, format.headerIsMarked {
        name = name.drop { $0 == "#" || $0 == " " }
      }
      if name.isEmpty { nameless.insert(index) }
      names.append(name.isEmpty ? "column\(index + 1)" : String(name))
      guard known.insert(names[index]).inserted else {
        throw DataError(.header(.doubled(names[index])), file: path, line: line)
      }
    }
  }
}
