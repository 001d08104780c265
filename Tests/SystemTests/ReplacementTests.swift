import FoundationEssentials
import Synchronization
import System
import Testing

/// A file has its old or its new content, complete, and no temporary file is left.
@Suite struct ReplacementTests {
  private let folder: TestFolder

  init() throws { folder = try TestFolder() }

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  @Test func writesAFileThatIsNotThere() throws {
    try Replacement.write([1, 2, 3], to: path("a/b/new"))
    #expect(folder.bytes("a/b/new") == [1, 2, 3])
    #expect(folder.names == ["a"])
  }

  @Test func theOldContentStaysUntilTheNewIsWhole() throws {
    try folder.write([1], "f")
    let new = try Replacement(of: path("f"))
    try [UInt8]([2, 3]).withUnsafeBytes { try new.write($0) }
    #expect(folder.bytes("f") == [1] && folder.names.count == 2)
    try new.commit()
    #expect(folder.bytes("f") == [2, 3] && folder.names == ["f"])
  }

  @Test(arguments: [Replacement.Name.unique, .inTurn])
  func aFailureLeavesTheOldContentAndNothingElse(name: Replacement.Name) throws {
    try folder.write([1], "f")
    do {
      let new = try Replacement(of: path("f"), name)
      try [UInt8]([2, 3]).withUnsafeBytes { try new.write($0) }
      #expect(folder.names.count == 2)
    }
    #expect(folder.bytes("f") == [1] && folder.names == ["f"])
  }

  /// Whichever check the interrupt is found by: there is one per megabyte written and one per part
  /// written back.
  @Test(arguments: 0..<6) func interruptLeavesTheOldContentAndNothingElse(looks: Int) throws {
    try folder.write([1], "f")
    let left = Atomic(looks)
    let interrupt = Interrupt { left.subtract(1, ordering: .relaxed).oldValue <= 0 }
    let bytes = [UInt8](repeating: 7, count: 5 << 20 - 1)
    #expect(throws: CancellationError.self) {
      try Replacement.write(bytes, to: path("f"), interrupt: interrupt)
    }
    #expect(folder.bytes("f") == [1] && folder.names == ["f"])
    #expect(left.load(ordering: .relaxed) == -1)
  }

  @Test(arguments: [0o600, 0o640, 0o444, 0o755]) func permissionsStay(bits: UInt32) throws {
    try folder.write([1], "f")
    try FileManager.default.setAttributes([.posixPermissions: Int(bits)], ofItemAtPath: path("f"))
    try Replacement.write([2], to: path("f"))
    #expect(folder.bytes("f") == [2] && folder.permissions(of: "f") == bits)
  }

  @Test func newFilesHaveThePermissionsAskedFor() throws {
    try Replacement.write([2], to: path("f"), permissions: 0o600)
    #expect(folder.permissions(of: "f") == 0o600)
  }

  @Test func linksStayAndTheFileTheyNameIsReplaced() throws {
    let files = FileManager.default
    try folder.write([1], "real")
    try files.createSymbolicLink(atPath: path("link"), withDestinationPath: "real")
    try files.createSymbolicLink(atPath: path("second"), withDestinationPath: path("link"))
    try files.createSymbolicLink(atPath: path("nowhere"), withDestinationPath: "not yet")
    try Replacement.write([2], to: path("second"))
    try Replacement.write([3], to: path("nowhere"))
    #expect(folder.bytes("real") == [2] && folder.bytes("not yet") == [3])
    #expect(try files.destinationOfSymbolicLink(atPath: path("link")) == "real")
    try files.createSymbolicLink(atPath: path("round"), withDestinationPath: "round")
    #expect(throws: FileError.self) { try Replacement.write([4], to: path("round")) }
  }

  @Test func foldersAndDevicesAreNotReplaced() throws {
    try Replacement.write([1], to: path("a/f"))
    #expect(throws: FileError.folder) { try Replacement.write([2], to: path("a")) }
    #expect(throws: FileError.notPlain) { try Replacement.write([2], to: "/dev/null") }
    #expect(folder.names == ["a"])
  }

  @Test func aFolderThatCannotBeMadeIsAnError() throws {
    try folder.write([1], "f")
    #expect(throws: FileError.missing) { try Replacement.write([2], to: path("f/g")) }
    #expect(throws: FileError.self) { try Replacement.write([2], to: "/proc/nothing/f") }
    #expect(folder.bytes("f") == [1] && folder.names == ["f"])
  }

  @Test func leftoversOfACrashAreOverwritten() throws {
    try folder.write(Array(repeating: 9, count: 1000), "f.part")
    let new = try Replacement(of: path("f"), .inTurn)
    try [UInt8]([2]).withUnsafeBytes { try new.write($0) }
    try new.commit()
    #expect(folder.bytes("f") == [2] && folder.names == ["f"])
  }

  /// Eight threads replace one file in turn; each reads what the previous one wrote.
  @Test func writersInTurnLoseNothing() async throws {
    try folder.write([0], "f")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask { [folder] in
          let new = try Replacement(of: "\(folder.path)/f", .inTurn)
          let count = folder.bytes("f")?.first ?? 99
          try [UInt8]([count + 1]).withUnsafeBytes { try new.write($0) }
          try new.commit(isSafe: false)
        }
      }
      try await group.waitForAll()
    }
    #expect(folder.bytes("f") == [8] && folder.names == ["f"])
  }

  @Test func waitingForATurnCanBeInterrupted() throws {
    let first = try Replacement(of: path("f"), .inTurn)
    let flag = InterruptFlag()
    flag.raise()
    #expect(throws: CancellationError.self) {
      try Replacement(of: path("f"), .inTurn, interrupt: flag.interrupt)
    }
    try first.commit()
    #expect(folder.names == ["f"])
  }
}
