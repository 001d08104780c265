import ArgumentParser
import DataSets
import Testing

/// Frames that Python hands over, and files that only look like one.
@Suite struct FrameTests {
  /// The frame of `CSVTests`' file, with two missing values and a 64-bit id.
  private static let text: String =
    "size,code,color,id,click\n"
    + (0..<50).map { row in
      let color = row == 7 ? "" : row % 3 == 0 ? "red" : "blue"
      let size = row == 3 ? "" : "\(row).5"
      return "\(size),\(row % 5),\(color),\(9_007_199_254_740_993 + row % 25),\(row % 2)"
    }.joined(separator: "\n")

  private static let frame = FrameText(
    rows: 50,
    columns: [
      .numbers("size", (0..<50).map { $0 == 3 ? .nan : Float($0) + 0.5 }),
      .integers("code", (0..<50).map { Int32($0 % 5) }, [0, 1, 2, 3, 4]),
      .words(
        "color", "category", (0..<50).map { $0 == 7 ? -1 : $0 % 3 == 0 ? 0 : 1 }, ["red", "blue"]),
      .integers(
        "id", (0..<50).map { Int32($0 % 25) }, (0..<25).map { 9_007_199_254_740_993 + Int64($0) }),
      .integers("click", (0..<50).map { Int32($0 % 2) }, [0, 1]),
    ])

  private func load(_ bytes: [UInt8], _ words: String...) throws -> DataSet {
    let folder = try TestFolder()
    try folder.write(bytes, "frames/df.frame")
    return try Frame.parse(["df"] + words).load(from: folder.frameContext)
  }

  @Test func sameAsTheSameRowsInAFile() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let words = ["--label", "click", "--categorical", "id"]
    let text = try CSV.parse(["t.csv"] + words).load(from: folder.context)
    let frame = try load(Self.frame.bytes, "--label", "click", "--categorical", "id")
    #expect(frame.schema == text.schema)
    #expect(
      frame.numbers("size").raw.map(\.bitPattern) == text.numbers("size").raw.map(\.bitPattern))
    let ids = try #require(frame.vocabulary("id"))
    #expect(Set(ids).isSubset(of: (0..<25).map { "\(9_007_199_254_740_993 + $0)" }))
    #expect(ids.count > 15)
    #expect(frame.labels == text.labels && frame.split == text.split)
    let notes = frame.notes.filter { if case .suspicion = $0 { false } else { true } }
    #expect(notes == [.split(SplitNote(.random)), .taken(["code"], .name)])
  }

  @Test func typesDecideAndOptionsOverruleThem() throws {
    let data = try load(
      Self.frame.bytes, "--label", "click", "--categorical", "size", "--numeric", "id", "code")
    let sizes = try #require(data.vocabulary("size"))
    #expect(sizes.count > 15 && Set(sizes).isSubset(of: (0..<50).map { "\($0).5" }))
    #expect(data.numbers("code").raw.prefix(6) == [0, 1, 2, 3, 4, 0])
    #expect(data.numbers("id").raw[0] == 9_007_199_254_740_992)
  }

  @Test func numbersAreLabelsOnlyIfBinary() throws {
    let error = dataError { try load(Self.frame.bytes, "--label", "size") }
    guard case .label(.notBinary(let values)) = error?.fault, values.count == 49 else {
      Issue.record("\(String(describing: error))")
      return
    }
    let real = try load(Self.frame.bytes, "--regression", "size")
    #expect(real.labels[0][0] == 0.5 && real.labels[0][3].isNaN)
  }

  @Test func rowsCanBeFewerAndColumnsLeftOut() throws {
    let data = try load(
      Self.frame.bytes, "--label", "click", "--rows", "20", "--ignore", "id", "color")
    #expect(data.rowCount == 20)
    #expect(data.schema.features.map(\.name) == ["size", "code"])
  }

  @Test func framesThatAreNotThereAreNamed() throws {
    let folder = try TestFolder()
    try folder.write(Self.frame.bytes, "frames/other.frame")
    let missing = dataError {
      try Frame.parse(["df", "--label", "y"]).load(from: folder.frameContext)
    }
    #expect(missing?.fault == .search(.frame("df", known: ["other"])))
    let alone = dataError { try Frame.parse(["df", "--label", "y"]).load(from: folder.context) }
    #expect(alone?.fault == .search(.frame("df", known: nil)))
  }

  @Test func everyCutIsDamage() throws {
    let whole = Self.frame.bytes
    for length in stride(from: 0, to: whole.count, by: 97) {
      #expect(throws: DataError.self) { try load(Array(whole.prefix(length)), "--label", "click") }
    }
  }

  @Test(arguments: [
    FrameText.Column.words("x", "category", [0, 2], ["a", "b"]),
    .words("x", "category", [0, -2], ["a", "b"]),
    .words("x", "category", [0, 1], ["a", "a"]),
    .words("x", "category", [0, 1], ["a", ""]),
    .words("x", "category", [0, 1], ["a", "b\0"]),
    .words("x", "category", [0], ["a"]),
    .words("x", "nonsense", [0, 0], ["a"]),
    .integers("x", [0, 1], [5, 5]),
    .numbers("x", [1]),
  ])
  func damagedColumnsAreErrors(column: FrameText.Column) throws {
    let frame = FrameText(
      rows: 2, columns: [column, .integers("y", [0, 1], [0, 1])])
    let error = dataError { try load(frame.bytes, "--label", "y") }
    #expect(error?.fault == .file(.damagedFrame))
  }

  @Test func columnsOfOneNameAreDamage() throws {
    let y = FrameText.Column.integers("y", [0, 1], [0, 1])
    let error = dataError { try load(FrameText(rows: 2, columns: [y, y]).bytes, "--label", "y") }
    #expect(error?.fault == .file(.damagedFrame))
  }
}

/// A frame's file as `python/dephn/frames.py` writes it.
struct FrameText: Sendable {
  enum Column: Sendable {
    case numbers(String, [Float])
    case integers(String, [Int32], [Int64])
    case words(String, String, [Int32], [String])
  }

  var rows: Int
  var columns: [Column]

  var bytes: [UInt8] {
    var bytes = Array("DEPHNFR1".utf8) + [UInt8](repeating: 0, count: 8)
    func block<Element>(_ elements: [Element]) -> String {
      bytes += [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
      let start = bytes.count
      elements.withUnsafeBytes { bytes += $0 }
      return #"{"at": \#(start), "count": \#(elements.count)}"#
    }
    let described = columns.map { column in
      switch column {
      case .numbers(let name, let values):
        return #"{"name": "\#(name)", "type": "number", "values": \#(block(values))}"#
      case .integers(let name, let codes, let values):
        return #"{"name": "\#(name)", "type": "integer", "codes": \#(block(codes)), "#
          + #""integers": \#(block(values))}"#
      case .words(let name, let type, let codes, let words):
        let text = words.flatMap { Array($0.utf8) }
        let ends = words.indices.map { Int64(words[...$0].reduce(0) { $0 + $1.utf8.count }) }
        return #"{"name": "\#(name)", "type": "\#(type)", "codes": \#(block(codes)), "#
          + #""text": \#(block(text)), "ends": \#(block(ends))}"#
      }
    }
    let header = #"{"rows": \#(rows), "columns": [\#(described.joined(separator: ", "))]}"#
    let start = UInt64(bytes.count)
    withUnsafeBytes(of: start.littleEndian) { bytes.replaceSubrange(8..<16, with: $0) }
    return bytes + Array(header.utf8)
  }
}

extension TestFolder {
  /// A context in which frames lie in `frames`.
  var frameContext: LoadContext {
    LoadContext(
      folders: DataFolders(
        currentFolder: path,
        environment: ["HOME": path + "/home", "DEPHN_FRAMES": path + "/frames"]))
  }
}
