import ArgumentParser
import DataSets
import Options
import Testing

/// Files as people have them are read as a person would read them.
@Suite struct OddFileTests {
  @Test func thereAreManyAndEachHasItsName() {
    #expect(OddFile.all.count >= 60)
    #expect(Set(OddFile.all.map(\.name)).count == OddFile.all.count)
  }

  @Test(arguments: OddFile.all) func isReadAsAPersonWould(file: OddFile) throws {
    let folder = try TestFolder()
    try folder.write(file.bytes, "t.csv")
    let data = try OptionParser.parse(CSV.self, ["t.csv"] + file.options).load(from: folder.context)
    expect(data, file)
  }

  /// The same after gzip, and from a columnar file.
  @Test(arguments: [OddFile.forms[1], OddFile.forms[7], OddFile.values[7], OddFile.values[19]])
  func packedAndFiled(file: OddFile) throws {
    let folder = try TestFolder()
    Packing.write(file.bytes, to: folder.path + "/t.csv.gz")
    let source = try OptionParser.parse(CSV.self, ["t.csv.gz"] + file.options)
    let read = try source.load(from: folder.context)
    expect(read, file)
    for _ in 1...2 {
      let filed = try source.load(from: folder.filingContext)
      expect(filed, file)
      #expect(filed.notes == read.notes && filed.fingerprint == read.fingerprint)
    }
  }

  private func expect(_ data: DataSet, _ file: OddFile) {
    #expect(data.notes.badRows.isEmpty, "\(data.notes.badRows)")
    #expect(data.rowCount == OddFile.rows)
    #expect(Set(data.schema.features.map(\.name)) == Set(file.features.keys))
    for (name, column) in file.features {
      switch column {
      case .numbers(let numbers):
        let raw = data.numbers(name).raw
        #expect(
          raw.elementsEqual(numbers.map { Float($0) }) { $0 == $1 || ($0.isNaN && $1.isNaN) },
          "\(name): \(raw)")
      case .words(let words): #expect(data.words(name) == words, "\(name)")
      case .lists(let lists): #expect(data.lists(name) == lists, "\(name)")
      }
    }
    #expect(
      data.labels[0].elementsEqual(file.labels) { $0 == $1 || ($0.isNaN && $1.isNaN) },
      "\(Array(data.labels[0]))")
  }

  /// What cannot be read says what it is, or what to type.
  @Test(
    arguments: [
      ("a Parquet file", Array("PAR1".utf8) + [21, 4, 0, 200], .file(.foreign(.parquet))),
      (
        "an Excel workbook", [0x50, 0x4b, 3, 4] + Array("....xl/workbook.xml".utf8),
        .file(.foreign(.excel))
      ),
      ("a zip archive", [0x50, 0x4b, 3, 4] + Array("....a.csv".utf8), .file(.foreign(.zip))),
      (
        "a web page", Array("<!DOCTYPE html>\n<html><title>404, not found</title>".utf8),
        .file(.foreign(.html))
      ),
      (
        "a Git LFS pointer", Array("version https://git-lfs.github.com/spec/v1\noid x\n".utf8),
        .file(.foreign(.gitLFS))
      ),
      ("JSON lines", Array("{\"a\": 1, \"click\": 0}\n".utf8), .file(.foreign(.jsonLines))),
      ("a SQLite database", Array("SQLite format 3\0....".utf8), .file(.foreign(.sqlite))),
      ("a NumPy array", [0x93] + Array("NUMPY....".utf8), .file(.foreign(.numpy))),
      ("an empty file", [], .file(.empty)),
    ] as [(String, [UInt8], DataError.Fault)])
  func isNamedForWhatItIs(name: String, bytes: [UInt8], fault: DataError.Fault) throws {
    let folder = try TestFolder()
    try folder.write(bytes, "t.csv")
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    #expect(error?.fault == fault)
    #expect(error?.line == 1)
  }

  @Test func aWrongSeparatorIsToldFromTheRightOne() throws {
    let folder = try TestFolder(["t.csv": OddFile.text(";")])
    let error = dataError { try folder.csv("t.csv", "--label", "click", "--separator", ",") }
    guard case .unknown(.columnBehind(let separator), "click", _) = error?.fault else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(separator == UInt8(ascii: ";"))
  }

  @Test func aFirstLineOfDataIsSaidToBeOne() throws {
    let folder = try TestFolder(["t.csv": OddFile.text(header: nil)])
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    let known = (1...4).map { "column\($0)" }
    #expect(error?.fault == .unknown(.columnWithoutHeader, "click", known: known))
  }

  /// The word that does not fit is named, with its line.
  @Test(arguments: [("-1", 2), ("50", 17)])
  func aStrangeLabelIsNamed(word: String, row: Int) throws {
    let folder = try TestFolder([
      "t.csv": OddFile.text { $0 == row ? $1.dropLast() + [word] : $1 }
    ])
    let error = dataError { try folder.csv("t.csv", "--label", "click") }
    #expect(error?.line == row + 2)
    guard case .label(.notBinary(let values)) = error?.fault else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(values.odd == word && values.oddRows == 1 && values.isNumeric)
  }

  /// Whole numbers of 64 bits are read, split and standardised with all their digits.
  @Test func largeNumbersKeepTheirDigits() throws {
    let text =
      "stamp,click\n" + (0..<100).map { "\(1_700_000_000_000_000 + $0 * 7),\($0 % 2)\n" }.joined()
    let folder = try TestFolder(["t.csv": text])
    let data = try folder.csv(
      "t.csv", "--label", "click", "--numeric", "stamp", "--split", "column", "--split-by", "stamp",
      "--validation-from", "1700000000000560", "--test-from", "1700000000000630")
    #expect(
      [data.split.train.count, data.split.validation.count, data.split.test.count] == [80, 10, 10])
    let transformed = data.numbers("stamp").transformed
    #expect(Set(transformed).count == 100)
    #expect(transformed == transformed.sorted())
  }
}

extension DataSet {
  /// A categorical feature's word in each row, `·` where it is missing.
  func words(_ feature: String) -> [String] {
    let words = (vocabulary(feature) ?? []) + strangers[index(of: feature)].strings
    return ids(feature).map { $0 == 0 ? "·" : words[Int($0) - 1] }
  }

  /// A multi-valued feature's words in each row.
  func lists(_ feature: String) -> [[String]] {
    let index = index(of: feature)
    guard case .lists(let lists) = columns[index],
      case .multiple(let vocabulary) = schema.features[index].kind
    else { return [] }
    let words = vocabulary + strangers[index].strings
    return lists.lists.indices.map { row in
      lists.items(ofRow: row).map { item -> String in
        let index = Int(lists.ids[item]) - 1
        return words.indices.contains(index) ? words[index] : "?"
      }
    }
  }

  private func index(of feature: String) -> Int {
    schema.features.firstIndex { $0.name == feature } ?? 0
  }
}
