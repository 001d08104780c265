/// A table of facts about the words of a log's column: each word's row, and its columns as features.
///
/// No column is copied: a row's fact is found through the code of its key.
struct Join {
  private let keys: RowCodes
  private let table: TextTable
  /// The row of each key's word in the table, −1 where it has none; the last of several.
  private let rowOfKey: [Int32]
  private let key: String

  init(_ log: TextTable, _ table: TextTable, on key: String) throws {
    let (codes, words) = try log.codes(key)
    let facts = try table.codes(key)
    var rowOfFact = [Int32](repeating: -1, count: facts.words.count)
    for row in 0..<table.rowCount where facts.codes[row] >= 0 {
      rowOfFact[Int(facts.codes[row])] = Int32(row)
    }
    let column = try table.index(of: key)
    keys = codes
    rowOfKey = (0..<words.count).map { code in
      table.code(of: words[code], in: column).map { rowOfFact[Int($0)] } ?? -1
    }
    self.table = table
    self.key = key
  }

  /// How many keys the table lacks; nil if none.
  var note: DataNote? {
    let lacking = rowOfKey.count { $0 < 0 }
    return lacking == 0 ? nil : .unmatched(lacking, of: rowOfKey.count, key: key)
  }

  func feature(_ name: String) throws -> RawFeature {
    let (codes, words) = try table.codes(name)
    let codeOfKey = rowOfKey.map { $0 < 0 ? -1 : codes[Int($0)] }
    return RawFeature(name: name, values: .words(keys.mapped(codeOfKey), words))
  }

  func number(_ name: String) throws -> RawFeature {
    let numbers = try table.numbers(try table.index(of: name))
    let numberOfKey = rowOfKey.map { $0 < 0 ? Double.nan : numbers.exact(Int($0)) }
    return RawFeature(name: name, values: .numbers(.coded(keys, numberOfKey)))
  }

  /// A column of lists: words between separators, each with weight 1 or as `parse` says.
  func lists(
    _ name: String, separator: Character,
    parse: (Substring) -> (word: Substring, weight: Float)? = { ($0, 1) }
  ) throws -> RawFeature {
    let (codes, words) = try table.codes(name)
    let codeOfKey = rowOfKey.map { $0 < 0 ? -1 : codes[Int($0)] }
    return RawFeature.lists(
      name, keys.mapped(codeOfKey), words, separator: separator, parse: parse)
  }

  /// Columns of zeros and ones as one field: the names of those that are 1.
  func flags(_ name: String, _ columns: [String]) throws -> RawFeature {
    var values: [RowNumbers] = []
    for column in columns { values.append(try table.binary(column)) }
    var starts = [0]
    var ids: [Int32] = []
    for row in 0..<table.rowCount {
      ids += columns.indices.filter { values[$0][row] == 1 }.map { Int32($0) }
      starts.append(ids.count)
    }
    return RawFeature(
      name: name,
      values: .lists(
        keys.mapped(rowOfKey),
        ItemLists(
          lists: [], starts: Values(starts), ids: Values(ids), weights: Values(ids.map { _ in 1 })),
        WordList(columns)))
  }
}

extension RawFeature {
  /// Several words a row: each different text of a column is cut into items once.
  static func lists(
    _ name: String, _ codes: RowCodes, _ texts: WordList, separator: Character,
    parse: (Substring) -> (word: Substring, weight: Float)?
  ) -> RawFeature {
    var codeOfItem: [Substring: Int32] = [:]
    var items = WordList()
    var starts = [0]
    var ids: [Int32] = []
    var weights: [Float] = []
    for text in 0..<texts.count {
      for part in texts[text].split(separator: separator) {
        guard let (word, weight) = parse(part) else { continue }
        let code = codeOfItem[word] ?? Int32(items.count)
        if codeOfItem[word] == nil {
          codeOfItem[word] = code
          items.append(String(word))
        }
        ids.append(code)
        weights.append(weight)
      }
      starts.append(ids.count)
    }
    return RawFeature(
      name: name,
      values: .lists(
        codes,
        ItemLists(
          lists: [], starts: DataSets.Values(starts), ids: DataSets.Values(ids),
          weights: DataSets.Values(weights)), items))
  }
}

extension RawFeature.Values {
  /// Words replaced by others, several perhaps by the same; nil is no value.
  func translated(_ meaning: (String) -> String?) -> RawFeature.Values {
    guard case .words(let codes, let words) = self else { return self }
    var codeOfWord: [String: Int32] = [:]
    var result = WordList()
    let map = (0..<words.count).map { code -> Int32 in
      guard let word = meaning(words[code]) else { return -1 }
      if let known = codeOfWord[word] { return known }
      let new = Int32(result.count)
      codeOfWord[word] = new
      result.append(word)
      return new
    }
    return .words(codes.mapped(map), result)
  }
}

extension TextTable {
  /// A column of zeros and ones; rows with anything else are bad.
  func binary(_ name: String) throws -> RowNumbers {
    try values(try index(of: name), expected: .words(["0", "1"])) { word in
      ["0": 0, "1": 1, "0.0": 0, "1.0": 1][word]
    }
  }

  /// A column as a categorical feature under another name.
  ///
  /// - Throws: `DataError` without such a column; `CancellationError` after an interrupt.
  func feature(_ column: String, as name: String) throws -> RawFeature {
    var feature = try feature(column)
    feature.name = name
    return feature
  }
}
