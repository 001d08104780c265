import Testing

/// A name has one sense in the whole program.
@Suite struct NameTests {
  @Test func noTwoRoomsDeclareATypeOfOneName() throws {
    var rooms: [String: Set<String>] = [:]
    for file in try SourceFile.all(in: "Sources") {
      for type in file.types { rooms[type, default: []].insert(file.room) }
    }
    let shared = rooms.filter { $0.value.count > 1 }.map { "\($0.key) in \($0.value.sorted())" }
    #expect(shared.sorted() == [])
  }

  @Test(arguments: [
    ("struct Line: Sendable {", ["Line"]),
    ("package final class Lock<Value>: Sendable {", ["Lock"]),
    ("@main\nstruct Dephn: ParsableCommand {}", ["Dephn"]),
    ("private indirect enum Piece {\n  struct Inner {}\n}", ["Piece"]),
    ("package typealias Frames = [[UInt8]]", ["Frames"]), ("extension Line {\n}", []),
    ("/// struct Of a comment\nlet structure = 1", []),
  ])
  func typesAreRead(text: String, types: [String]) {
    #expect(SourceFile(path: "Sources/Display/Table.swift", text: text).types == types)
  }

  /// `Data` as a module would hide Foundation's `Data` in every file that imports it.
  @Test func noModuleHasTheNameOfATypeOfFoundation() {
    #expect(foundationTypes.isDisjoint(with: rooms.keys))
  }
}

/// The types of Foundation whose names a module of ours could have.
private let foundationTypes: Set<String> = [
  "Bundle", "Cache", "Calendar", "Coder", "Data", "Date", "Decimal", "Dimension", "Error",
  "Expression",
  "FileHandle", "FileManager", "Formatter", "Host", "IndexPath", "IndexSet", "JSONDecoder",
  "JSONEncoder", "JSONSerialization", "Locale", "Measurement", "Morphology", "Notification",
  "Operation",
  "OperationQueue", "Pipe", "Port", "Predicate", "Process", "ProcessInfo", "Progress", "RunLoop",
  "Scanner", "Stream", "Thread", "TimeZone", "Timer", "URL", "UUID", "Unit", "UserDefaults",
  "XMLParser",
]
