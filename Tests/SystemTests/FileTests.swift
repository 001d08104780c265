import FoundationEssentials
import Glibc
import System
import Testing

@Suite struct FileTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  // MARK: Reading

  @Test func allOrAPartIsRead() throws {
    let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let file = try folder.write(bytes, "f")
    #expect(try PlainFile.bytes(of: file) == bytes)
    #expect(try PlainFile.bytes(of: file, .first(9)) == Array(bytes.prefix(9)))
    #expect(try PlainFile.bytes(of: file, .last(9)) == Array(bytes.suffix(9)))
    #expect(try PlainFile.bytes(of: file, .last(3_000_000)) == bytes)
    #expect(try PlainFile.bytes(of: file, most: bytes.count) == bytes)
    #expect(throws: FileError.tooLarge) { try PlainFile.bytes(of: file, most: bytes.count - 1) }
    #expect(try PlainFile.bytes(of: folder.write([], "empty")) == [])
  }

  @Test func onlyPlainFilesAreRead() throws {
    let file = try folder.write([1], "f")
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    #expect(throws: FileError.missing) { try PlainFile.bytes(of: path("nothing")) }
    #expect(throws: FileError.missing) { try PlainFile.bytes(of: file + "/below") }
    #expect(throws: FileError.folder) { try PlainFile.bytes(of: folder.path) }
    // Without a writer, opening would wait for ever.
    #expect(throws: FileError.notPlain) { try PlainFile.bytes(of: path("pipe")) }
    #expect(throws: FileError.notPlain) { try PlainFile.bytes(of: "/dev/zero") }
  }

  @Test func readingCanBeInterrupted() throws {
    let file = try folder.write([1], "f")
    #expect(throws: CancellationError.self) {
      try PlainFile.bytes(of: file, interrupt: Interrupt { true })
    }
  }

  // MARK: Status

  @Test func statusReportsKindAndSize() throws {
    let file = try folder.write([1, 2, 3], "f")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file)
    try FileManager.default.createSymbolicLink(atPath: path("l"), withDestinationPath: "f")
    let status = try #require(FileStatus(path("l")))
    #expect(status.kind == .plain && status.size == 3 && status.permissions == 0o640)
    #expect(status.isOwn && FileStatus(file) == status)
    #expect(abs(Date.now.timeIntervalSince1970 - Double(status.changed.seconds)) < 60)
    #expect(FileStatus(folder.path)?.kind == .folder && FileStatus("/dev/null")?.kind == .other)
    #expect(FileStatus(path("nothing")) == nil)
  }

  // MARK: Locks

  @Test func oneAtATimeHasALockedFile() throws {
    let name = path("journal")
    #expect(!LockedFile.isLocked(name))
    var first = LockedFile(name)
    try #require(first).append(Array("a\n".utf8))
    #expect(LockedFile.isLocked(name) && LockedFile(name) == nil)
    first = nil
    #expect(!LockedFile.isLocked(name))
    try #require(LockedFile(name)).append(Array("b\n".utf8))
    #expect(folder.bytes("journal") == Array("a\nb\n".utf8))
    #expect(folder.permissions(of: "journal") == 0o600)
  }

  @Test(arguments: [("", "c"), ("a\n", "a\nc"), ("a\nb", "a\nb\nc")])
  func anIncompleteLineIsEnded(before: String, after: String) throws {
    let name = try folder.write(Array(before.utf8), "journal")
    try #require(LockedFile(name)).append(Array("c".utf8))
    #expect(folder.bytes("journal") == Array(after.utf8))
  }

  @Test func foldersAndPipesAreNotLocked() throws {
    #expect(mkfifo(path("pipe"), 0o600) == 0)
    for name in [folder.path, path("pipe"), "/dev/null", path("no/file")] {
      #expect(LockedFile(name) == nil && !LockedFile.isLocked(name))
    }
  }

  // MARK: Mapped files

  @Test func mappedFileHoldsWhatTheFileHolds() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let map = try MappedFile(folder.write(bytes, "f"))
    #expect(Array(map.bytes) == bytes)
    MappedFile.forget(map.bytes)
    #expect(Array(map.bytes) == bytes)
    MappedFile.forget(UnsafeRawBufferPointer(rebasing: map.bytes[10..<20]))
  }

  @Test func mappedFileOfNoByteIsEmpty() throws {
    let map = try MappedFile(folder.write([], "f"))
    #expect(map.bytes.isEmpty && map.bytes.baseAddress == nil)
    MappedFile.forget(map.bytes)
    #expect(throws: FileError.missing) { try MappedFile(path("nothing")) }
    #expect(throws: FileError.folder) { try MappedFile(folder.path) }
  }

  @Test func scratchFileHasNoName() throws {
    let scratch = try ScratchFile(in: folder.path)
    #expect(folder.names.isEmpty)
    let (one, two) = try (scratch.take(5000), scratch.take(1))
    one.storeBytes(of: 41, toByteOffset: 4992, as: Int.self)
    two.storeBytes(of: 42, as: UInt8.self)
    MappedFile.forget(UnsafeRawBufferPointer(start: one, count: 8192))
    #expect(one.loadUnaligned(fromByteOffset: 4992, as: Int.self) == 41)
    #expect(one.load(as: Int.self) == 0 && two.load(as: UInt8.self) == 42)
    #expect(throws: FileError.missing) { try ScratchFile(in: path("nothing")) }
    #expect(throws: SystemError.self) { try scratch.take(1 << 50) }
  }

  // MARK: Folders

  @Test func aFolderIsMadeOnce() throws {
    try Directory.makeNew(path("a"), permissions: 0o700)
    #expect(folder.permissions(of: "a") == 0o700)
    #expect(throws: SystemError.exists) { try Directory.makeNew(path("a")) }
    #expect(throws: SystemError.missing) { try Directory.makeNew(path("b/c")) }
  }

  @Test func problemsOfFolders() throws {
    let file = try folder.write([1], "f")
    #expect(Directory.problemReading(folder.path) == nil)
    #expect(Directory.problemReading(path("nothing")) == .missing)
    #expect(Directory.problemReading(file) == .notFolder)
    #expect(Directory.problemReading(file + "/below") == .notFolder)
    #expect(Directory.problemWriting(folder.path) == nil)
    #expect(Directory.problemWriting(path("new/folder")) == nil)
    #expect(Directory.problemWriting(file) == .notFolder)
    #expect(Directory.problemWriting(file + "/below") == .unmakeable)
    // A file system that nobody can write to, not even root.
    #expect(Directory.problemWriting("/proc/sys") == .unwritable)
    #expect(Directory.problemWriting("/proc/sys/dephn") == .unmakeable)
  }
}
