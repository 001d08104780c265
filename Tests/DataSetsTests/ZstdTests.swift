import DataSets
import FoundationEssentials
import System
import Testing

/// Files packed with zstd, where the system has its library; without it they are named for what they are.
@Suite struct ZstdTests {
  private typealias Compress =
    @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeRawPointer?, Int, Int32) -> Int

  private static let compress = DynamicLibrary("libzstd.so.1")?
    .function("ZSTD_compress", as: Compress.self)

  /// Rows enough for several windows and reads of the packed file.
  private static let text = Array(
    ("word,number,click\n"
      + (0..<90_000).map { "w\($0 * 7919 % 911),\($0 * 104_729 % 65_537),\($0 % 2)\n" }.joined())
      .utf8)

  private static func packed(_ bytes: [UInt8]) -> [UInt8]? {
    compress.map { compress in
      var target = [UInt8](repeating: 0, count: bytes.count + 1024)
      let count = compress(&target, target.count, bytes, bytes.count, 3)
      return Array(target[..<count])
    }
  }

  private func rows(_ bytes: [UInt8]) throws -> DataSet {
    let folder = try TestFolder()
    let path = try folder.write(bytes, "t.csv")
    return try folder.csv(path, "--label", "click", "--numeric", "number")
  }

  private func fault(_ bytes: [UInt8]) -> DataError.Fault? {
    do {
      _ = try rows(bytes)
      return nil
    } catch { return (error as? DataError)?.fault }
  }

  @Test func packedTextIsTheSame() throws {
    guard let packed = Self.packed(Self.text) else {
      #expect(fault([0x28, 0xb5, 0x2f, 0xfd, 0]) == .file(.foreign(.zstd)))
      return
    }
    let (plain, found) = (try rows(Self.text), try rows(packed))
    #expect(plain.rowCount == 90_000 && found.rowCount == 90_000)
    #expect(found.numbers("number").raw == plain.numbers("number").raw)
    #expect(found.vocabulary("word") == plain.vocabulary("word"))
    // Two frames, one after the other.
    let half = try #require(Self.text[(Self.text.count / 2)...].firstIndex(of: 10)) + 1
    let two =
      try #require(Self.packed(Array(Self.text[..<half])))
      + #require(Self.packed(Array(Self.text[half...])))
    #expect(try rows(two).numbers("number").raw == plain.numbers("number").raw)
  }

  @Test(arguments: [5, 1_000, 70_000]) func cutShort(count: Int) throws {
    guard let packed = Self.packed(Self.text) else { return }
    #expect(packed.count > 100_000)
    #expect(fault(Array(packed.prefix(count))) == .file(.damagedArchive(at: count, of: count)))
    var damaged = packed
    for index in count..<(count + 20) { damaged[index] ^= 0x5a }
    #expect(fault(damaged) != nil || count > 5)
    let size = packed.count + 9
    #expect(
      fault(packed + Array("something".utf8)) == .file(.followedArchive(at: packed.count, of: size))
    )
  }
}
