import CSQLite
import CSodium
import System
import ZeroMQ

/// A library that this process has loaded.
package struct LoadedLibrary: Sendable {
  /// Its name among people.
  package let name: String
  /// As it says itself.
  package let version: String
  /// Its file; nil if it is a part of the program.
  package let path: String?
  /// What it can do that not every copy can.
  package let abilities: [String]
  /// What is wrong with it, in one sentence.
  package let problem: String?

  /// Those that the kernel cannot do without.
  package static var all: [LoadedLibrary] {
    let files = ThisProcess.mappedFiles
    func path(_ name: String) -> String? { files.first { $0.contains("/\(name).so") } }
    return [
      LoadedLibrary(
        name: "libzmq", version: Library.version, path: path("libzmq"),
        abilities: wanted.filter(Library.has), problem: messagingProblem),
      LoadedLibrary(
        name: "libsodium", version: String(cString: sodium_version_string()),
        path: path("libsodium"), abilities: [],
        problem: sodium_init() < 0 ? "It cannot start." : nil),
      LoadedLibrary(
        name: "SQLite", version: String(cString: sqlite3_libversion()), path: path("libsqlite3"),
        abilities: [], problem: nil),
    ]
  }

  private static let wanted = ["curve", "ipc"]

  private static var messagingProblem: String? {
    let lacking = wanted.filter { !Library.has($0) }
    if !lacking.isEmpty {
      return "It was built without \(lacking.joined(separator: " and "))."
    }
    return isVersion(Library.version, atLeast: [4, 3]) ? nil : "Version 4.3 or later is needed."
  }

  private static func isVersion(_ version: String, atLeast least: [Int]) -> Bool {
    !version.split(separator: ".").map { Int($0) ?? 0 }.lexicographicallyPrecedes(least)
  }
}
