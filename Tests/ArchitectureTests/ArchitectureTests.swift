import FoundationEssentials
import Testing

/// SwiftPM lets an undeclared import pass whenever that module happens to be built already; these tests do not.
@Suite struct ArchitectureTests {
  @Test func sourcesHoldTheRoomsAndNothingElse() throws {
    let folders = try FileManager.default
      .contentsOfDirectory(atPath: SourceFile.root.appending(path: "Sources").path)
      .filter { !$0.contains(".") }
    #expect(Set(folders) == Set(rooms.keys))
  }

  @Test func everyImportFollowsAnArrow() throws {
    let files = try SourceFile.all(in: "Sources")
    #expect(files.count > rooms.count)
    for file in files {
      let forbidden = file.imports.subtracting(rooms[file.room] ?? []).subtracting(toolchain)
      #expect(forbidden.isEmpty, "\(file) imports \(forbidden.sorted())")
    }
  }

  @Test(arguments: [
    "import DataSets", "package import DataSets", "  internal import DataSets // why",
    "import struct DataSets.Split",
    "@preconcurrency import DataSets", "@_exported @preconcurrency public import DataSets",
  ])
  func importIsRead(line: String) {
    let file = SourceFile(path: "Sources/Display/Table.swift", text: "/// Of import.\n\(line)\n")
    #expect(file.imports == ["DataSets"])
    #expect(file.room == "Display")
    #expect(file.lineCount == 2)
  }

  /// Linux is what is tested; no other system is pretended.
  @Test(arguments: ["Sources", "Tests"])
  func noFileAsksWhereItIsCompiled(folder: String) throws {
    let branch = #/(?m)^\s*#(?:if|elseif)\b.*\b(?:os|canImport|arch|targetEnvironment)\(/#
    for file in try SourceFile.all(in: folder) {
      #expect(file.text.firstMatch(of: branch) == nil, "\(file) has a branch for a platform")
    }
  }

  @Test func packageDeclaresTheSameArrows() throws {
    let declared = try declaredDependencies()
    for (room, arrows) in rooms {
      #expect(
        declared[room] == arrows.subtracting(["Glibc"]), "dependencies of \(room) in Package.swift")
    }
  }

  @Test(arguments: ["JSONText", "CKernels", "CSodium", "CSQLite", "CZeroMQ"])
  func standsAlone(room: String) {
    #expect(rooms[room]?.isEmpty == true)
  }

  /// Work learns of an interrupt by an `Interrupt` that it is handed, and in no other way.
  @Test func interruptsAreValues() throws {
    for file in try SourceFile.all(in: "Sources")
    where file.path != "Sources/System/Interrupt.swift" {
      #expect(file.interruptClosures == [], "\(file): pass an `Interrupt`")
    }
  }

  @Test(arguments: [
    ("func f(isInterrupted: @escaping () -> Bool = { false }) {}", 2),
    ("func f(unless stop: () -> Bool) -> Bool {", 1),
    ("var stop: (@Sendable () -> Bool)?", 1),
    ("try work(isInterrupted: { flag.isRaised })", 1),
    ("if isInterrupted() { return nil }", 1),
    ("func f(check: () throws(CancellationError) -> Void) rethrows {", 1),
    ("func begin() -> Bool { let isInterrupted = false; return isInterrupted ? true : false }", 0),
    ("try interrupt.check()", 0),
  ])
  func interruptClosureIsRead(line: String, count: Int) {
    let file = SourceFile(path: "Sources/Engine/Plan.swift", text: "// Of work.\n\(line)\n")
    #expect(file.interruptClosures.count == count)
  }

  @Test(arguments: [
    (
      "ArgumentParser",
      ["Benchmark", "DataSets", "Kernel", "Language", "Models", "Options", "Training"]
    ),
    ("CLinux", ["System"]),
    ("CZeroMQ", ["ZeroMQ"]),
    ("Glibc", ["System"]),
    ("CSQLite", ["SQLite"]),
    ("SQLite", ["Jupyter", "Language"]),
    ("ZeroMQ", ["Jupyter"]),
    ("Jupyter", ["Kernel"]),
    ("Language", ["Kernel", "Notebooks"]),
  ])
  func isKnownOnlyTo(module: String, knowing: [String]) {
    #expect(rooms.filter { $0.value.contains(module) }.keys.sorted() == knowing)
  }

  @Test(arguments: ["Sources", "Tests"])
  func noFileIsLongerThan350Lines(folder: String) throws {
    for file in try SourceFile.all(in: folder) {
      #expect(file.lineCount <= 350, "\(file) has \(file.lineCount) lines")
    }
  }

  /// What `Package.swift` says: a target's name, and the names in its list of dependencies.
  private func declaredDependencies() throws -> [String: Set<String>] {
    let target = #/(?:room\(|name:)\s*"(\w+)"(?:,\s*(?:dependencies:\s*)?\[([^\]]*)\])?/#
    let text = try SourceFile(path: "Package.swift").text
    let declared = text.matches(of: target).map { match in
      let words = (match.2 ?? "").split { !$0.isLetter }.map(String.init)
      return (String(match.1), Set(words.map { $0 == "arguments" ? "ArgumentParser" : $0 }))
    }
    return Dictionary(declared) { first, _ in first }
  }
}
