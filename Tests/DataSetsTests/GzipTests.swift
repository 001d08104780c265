import ArgumentParser
import CZlib
import DataSets
import FoundationEssentials
import Testing

/// Files packed with gzip that are more, or less, than one whole member.
@Suite struct GzipTests {
  private static let rowCount = 60_000
  /// Rows enough for several windows and reads of the packed file.
  private static let text = Array(
    ("word,number,click\n"
      + (0..<rowCount).map {
        "w\($0 * 7919 % 911),\($0 * 104_729 % 65_537),\($0 % 2)\n"
      }.joined()).utf8)

  private static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
    let folder = try TestFolder()
    Packing.write(bytes, to: folder.path + "/t.gz")
    return Array(try FoundationEssentials.Data(contentsOf: URL(filePath: folder.path + "/t.gz")))
  }

  /// The same without compression: damage unpacks to other text, as the checksum at the end alone shows.
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
    for start in stride(from: 0, to: bytes.count, by: 65_535) {
      let block = bytes[start..<min(bytes.count, start + 65_535)]
      packed.append(block.endIndex == bytes.count ? 1 : 0)
      for size in [UInt16(block.count), ~UInt16(block.count)] {
        packed += [UInt8(truncatingIfNeeded: size), UInt8(size >> 8)]
      }
      packed += block
    }
    let checksum = bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    for number in [UInt32(checksum), UInt32(bytes.count)] {
      packed += (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * UInt32($0))) }
    }
    return packed
  }

  private static func load(_ bytes: [UInt8]) throws -> DataSet {
    let folder = try TestFolder()
    try folder.write(bytes, "t.csv.gz")
    return try folder.csv("t.csv.gz", "--label", "click", "--numeric", "number")
  }

  /// The error of a load that would keep a columnar file; none is kept.
  private static func errorOfFiling(_ bytes: [UInt8]) throws -> DataError {
    let folder = try TestFolder()
    let path = try folder.write(bytes, "t.csv.gz")
    let error = try #require(
      dataError {
        try CSV.parse([path, "--label", "click", "--numeric", "number"])
          .load(from: folder.filingContext)
      })
    #expect(error.file == path && folder.names(in: "cache") == [], "\(error)")
    return error
  }

  @Test func aFileWithoutCompressionIsRead() throws {
    #expect(try Self.load(Self.stored(Self.text)).rowCount == Self.rowCount)
  }

  /// Rows that cannot be read, few or many, in the middle of an archive: the error is that it is damaged, and
  /// nothing is kept of the rows before.
  @Test(arguments: [0, 20, 30_000]) func damageThatUnpacksToRowsIsNamed(rows: Int) throws {
    var bytes = Self.stored(Self.text)
    // Row 20,000 and those that follow lose their second comma; else a single digit is another.
    let start = Array("\nw\(20_000 * 7919 % 911),\(20_000 * 104_729 % 65_537),".utf8)
    let first = try #require(bytes.firstRange(of: start)).lowerBound + 1
    var left = max(rows, 1)
    var index = try #require(bytes[first...].firstIndex(of: UInt8(ascii: ","))) + 1
    while left > 0 {
      if rows > 0, bytes[index] == UInt8(ascii: ",") {
        bytes[index] = UInt8(ascii: "x")
        left -= 1
        // Over the rest of the row and the word of the next, with its comma.
        while bytes[index] != UInt8(ascii: ",") { index += 1 }
      } else if rows == 0, bytes[index] == UInt8(ascii: "1") {
        bytes[index] = UInt8(ascii: "2")
        left -= 1
      }
      index += 1
    }
    let error = try Self.errorOfFiling(bytes)
    guard case .file(.damagedArchive(let byte, bytes.count)) = error.fault else {
      Issue.record("\(error)")
      return
    }
    #expect(byte > bytes.count - 8 && byte <= bytes.count)
    let line = try #require(error.line)
    #expect(rows > 1_000 ? line < 30_000 : line > Self.rowCount - 10, "\(error)")
  }

  /// Members one after the other are one file, and zeros at its end pad it.
  @Test func membersAndPaddingAreRead() throws {
    let half = try #require(Self.text[(Self.text.count / 2)...].firstIndex(of: 10)) + 1
    let two = try Self.packed(Array(Self.text[..<half])) + Self.packed(Array(Self.text[half...]))
    let plain = try Self.load(Self.text)
    for bytes in [two, two + [UInt8](repeating: 0, count: 700_000)] {
      let data = try Self.load(bytes)
      #expect(data.rowCount == Self.rowCount)
      #expect(data.numbers("number").raw == plain.numbers("number").raw)
    }
  }

  /// What follows the compressed content is an error that says where that ends, in the file and its lines.
  @Test(
    arguments: [
      [0x54, 0x48], [0x00, 0x00, 0x41],
      [0x1f, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49],
    ] as [[UInt8]])
  func whatFollowsIsNamed(rest: [UInt8]) throws {
    let packed = try Self.packed(Self.text)
    let error = try #require(dataError { try Self.load(packed + rest) })
    let end = packed.count + rest.prefix { $0 == 0 }.count
    #expect(error.fault == .file(.followedArchive(at: end, of: packed.count + rest.count)))
    #expect(error.file?.hasSuffix("/t.csv.gz") == true && error.line == Self.rowCount + 2)
  }

  /// Damage is found soon after its place, and the line is where reading ended.
  @Test(arguments: [0.5]) func damageIsNamed(share: Double) throws {
    var bytes = try Self.packed(Self.text)
    let place = Int(Double(bytes.count) * share)
    for index in place..<(place + 40) { bytes[index] ^= 0x5a }
    let error = try Self.errorOfFiling(bytes)
    guard case .file(.damagedArchive(let byte, let size)) = error.fault else {
      Issue.record("\(error)")
      return
    }
    #expect(size == bytes.count && byte >= place && byte <= bytes.count)
    let line = Double(error.line ?? 0) / Double(Self.rowCount)
    #expect(line > share - 0.1 && line <= 1.0001, "\(error)")
  }

  @Test(arguments: [4, 8, 2_000]) func aCutFileIsNamed(missing: Int) throws {
    let bytes = Array(try Self.packed(Self.text).dropLast(missing))
    let error = try Self.errorOfFiling(bytes)
    #expect(error.fault == .file(.damagedArchive(at: bytes.count, of: bytes.count)))
  }
}
