import ArgumentParser
import CZlib
import DataSets
import FoundationEssentials
import Glibc
import Numbers
import TestSupport
import Testing

/// Data sets that lie in a file: the same as those in memory, built once, never half.
@Suite struct ColumnFileTests {
  /// 70,000 rows, so that there are two pieces: a number, two words, a label; some are missing.
  private static let text =
    "size,color,city,click\n"
    + (0..<70_000).map { row in
      "\(row % 7 == 0 ? "" : "\(row % 1_000).5"),\(["red", "blue", ""][row % 3]),c\(row * row % 5_003),"
        + "\(row % 2)"
    }.joined(separator: "\n")

  private static let words = ["t.csv", "--label", "click", "--min-count", "3"]

  private func load(_ context: LoadContext) throws -> DataSet {
    try CSV.parse(Self.words).load(from: context)
  }

  @Test func fileHoldsWhatMemoryHolds() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let memory = try load(folder.context)
    for _ in 0..<2 {
      let file = try load(folder.filingContext)
      #expect(file.file != nil && memory.file == nil)
      #expect(file.schema == memory.schema && file.split == memory.split)
      #expect(file.notes == memory.notes && file.statistics == memory.statistics)
      #expect(file.fingerprint == memory.fingerprint)
      #expect(file.strangers.map(\.strings) == memory.strangers.map(\.strings))
      #expect(file.ids("color") == memory.ids("color") && file.ids("city") == memory.ids("city"))
      #expect(file.numbers("size").transformed == memory.numbers("size").transformed)
      #expect(file.labels[0] == memory.labels[0])
    }
    #expect(folder.names(in: "cache").count == 1)
  }

  @Test func withoutAFolderAllIsReadIntoMemory() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let folders = DataFolders(currentFolder: folder.path, environment: ["HOME": "relative"])
    let data = try load(LoadContext(folders: folders))
    let filed = try load(folder.filingContext)
    #expect(LoadContext(folders: folders).cache?.path == nil)
    #expect(data.file == nil && filed.file != nil && data.fingerprint == filed.fingerprint)
  }

  /// Size and modification time can be kept by whoever changes a byte in the middle; the change time cannot.
  @Test func aChangeThatHidesIsFound() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let path = folder.path + "/t.csv"
    var times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 0)]
    times.append(times[0])
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    let before = try load(folder.filingContext)
    var bytes = Array(Self.text.utf8)
    let middle = bytes.count / 2
    let line = bytes[middle...].firstIndex(of: 10) ?? middle
    bytes[line - 1] ^= 1
    let file = try #require(fopen(path, "r+"))
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
    let after = try load(folder.filingContext)
    #expect(after.fingerprint != before.fingerprint)
    #expect(after.labels[0] != before.labels[0])
  }

  @Test func builtOnceUntilFileOrOptionsChange() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    var reads = 0
    var context = folder.filingContext
    context.progress = { _ in reads += 1 }
    _ = try load(context)
    let first = reads
    _ = try load(context)
    #expect(reads == first)
    _ = try CSV.parse(Self.words + ["--seed", "2"]).load(from: context)
    #expect(reads > first && folder.names(in: "cache").count == 2)
    let second = reads
    try folder.write(Array((Self.text + "\n1,red,c1,1").utf8), "t.csv")
    #expect(try load(context).rowCount == 70_001)
    #expect(reads > second && folder.names(in: "cache").count == 2)
  }

  @Test(arguments: 1...12)
  func damagedFileIsBuiltAnew(seed: UInt64) throws {
    let folder = try TestFolder(["t.csv": String(Self.text.prefix(40_000))])
    // What is mapped must not be cut short, so nothing of the first set is kept.
    let whole = try { data in (data.fingerprint, data.split, data.ids("city")) }(
      load(folder.filingContext))
    let name = "cache/" + folder.names(in: "cache")[0]
    var bytes = Array(
      try FoundationEssentials.Data(contentsOf: URL(filePath: folder.path + "/" + name)))
    var random = RandomStream(seed: seed, purpose: "damage")
    switch seed % 3 {
    case 0: bytes = Array(bytes.prefix(random.below(bytes.count)))
    case 1: bytes[bytes.count - 1 - random.below(200)] ^= 0x55
    default: bytes[bytes.count - 1 - random.below(6_000)] ^= 0xff
    }
    try folder.write(bytes, name)
    let again = try load(folder.filingContext)
    #expect(again.fingerprint == whole.0 && again.split == whole.1)
    #expect(again.ids("city") == whole.2)
  }

  @Test func whatACrashLeftIsWrittenOver() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let whole = try load(folder.filingContext)
    let name = folder.names(in: "cache")[0]
    try FileManager.default.removeItem(atPath: "\(folder.path)/cache/\(name)")
    try folder.write(Array(repeating: 7, count: 100_000), "cache/\(name).part")
    #expect(try load(folder.filingContext).fingerprint == whole.fingerprint)
    #expect(folder.names(in: "cache") == [name])
  }

  @Test func failedOrInterruptedBuildingLeavesNothing() throws {
    let folder = try TestFolder([
      "t.csv": Self.text + "\n1,2\n" + String(repeating: "x\n", count: 9_000)
    ])
    #expect(dataError { try load(folder.filingContext) }?.line == 70_002)
    #expect(folder.names(in: "cache").isEmpty)
    try folder.write(Array(Self.text.utf8), "t.csv")
    for polls in [1, 3, 5] {
      var context = folder.filingContext
      context.interrupt = Countdown(polls).interrupt
      #expect(throws: CancellationError.self) { try load(context) }
      #expect(folder.names(in: "cache").isEmpty)
    }
  }

  /// An interrupt at any check ends the load there.
  ///
  /// It leaves nothing behind, or the whole file if only the checks of the data were left.
  @Test(arguments: [false, true])
  func interruptAtAnyLook(isFiled: Bool) throws {
    let folder = try TestFolder(["t.csv": Self.text])
    func load(_ countdown: Countdown) throws {
      var context = isFiled ? folder.filingContext : folder.context
      context.interrupt = countdown.interrupt
      _ = try self.load(context)
    }
    let unbroken = Countdown()
    try load(unbroken)
    let all = unbroken.looks
    #expect(all > 50)
    func removeFiles() throws {
      for name in folder.names(in: "cache") {
        try FileManager.default.removeItem(atPath: "\(folder.path)/cache/\(name)")
      }
    }
    try removeFiles()
    var random = RandomStream(seed: 5, purpose: "interrupts")
    for looks in [0, 1, 2] + (0..<20).map({ _ in random.below(all * 9 / 10) }) {
      #expect(throws: CancellationError.self) { try load(Countdown(looks)) }
      let left = folder.names(in: "cache")
      #expect(left.count <= 1 && left.allSatisfy { $0.hasSuffix(".columns") })
      if !left.isEmpty { _ = try load(Countdown()) }
      try removeFiles()
    }
  }

  /// Two at once: both get the same data, and one file is left.
  @Test func twoBuildersAtOnce() async throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let fingerprints = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<3 {
        group.addTask { try CSV.parse(Self.words).load(from: folder.filingContext).fingerprint }
      }
      return try await group.reduce(into: [String]()) { $0.append($1) }
    }
    #expect(Set(fingerprints).count == 1 && fingerprints.count == 3)
    #expect(folder.names(in: "cache").count == 1)
  }

  @Test func anotherSchemaReadsTheFile() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let memory = try load(folder.context)
    let file = try load(folder.filingContext)
    let other = try CSV.parse(["t.csv", "--label", "click", "--seed", "9"]).load(
      from: folder.context)
    let one = try memory.encoded(for: other.schema)
    let two = try file.encoded(for: other.schema)
    #expect(one.ids("city") == two.ids("city"))
    #expect(one.numbers("size").transformed == two.numbers("size").transformed)
  }
  /// Earlier versions wrote notes as sentences; such a file is read, and not made anew.
  @Test func notesOfAnEarlierVersionAreRead() throws {
    let folder = try TestFolder(["t.csv": Self.text])
    let words = Self.words + ["--numeric", "size", "--categorical", "color", "city"]
    _ = try CSV.parse(words).load(from: folder.filingContext)
    let path = "cache/\(folder.names(in: "cache").first ?? "")"
    let file = Array(try Data(contentsOf: URL(filePath: "\(folder.path)/\(path)")))
    // The file ends with the place of its header, the header's length and checksum, and a magic word.
    let end = file.suffix(32).withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    let header = file[Int(end[0])..<Int(end[0] + end[1])]
    var text = String(decoding: header, as: UTF8.self)
    let start = try #require(text.firstRange(of: "\"notes\":[")).upperBound
    var depth = 1
    let close = try #require(
      text[start...].firstIndex { character in
        depth += character == "[" ? 1 : character == "]" ? -1 : 0
        return depth == 0
      })
    text.replaceSubrange(start..<close, with: "\"A row was dropped.\"")
    text += String(repeating: " ", count: (8 - text.utf8.count % 8) % 8)
    let checksum = UInt64(crc32(0, Array(text.utf8), UInt32(text.utf8.count)))
    let newEnd = [end[0], UInt64(text.utf8.count), checksum, end[3]]
    let changed = file[..<Int(end[0])] + text.utf8 + newEnd.withUnsafeBytes { Array($0) }
    try folder.write(Array(changed), path)
    let data = try CSV.parse(words).load(from: folder.filingContext)
    #expect(data.notes.first == .sentence("A row was dropped.") && data.rowCount == 70_000)
  }
}
