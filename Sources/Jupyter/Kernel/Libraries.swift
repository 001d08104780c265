import CSodium
import SQLite
import System
import ZeroMQ

/// A native library used by this process.
package struct LoadedLibrary: Sendable {
  /// The usual name: "libzmq".
  package let name: String
  /// The version that the library reports.
  package let version: String
  /// Its file; nil if it is linked into the program.
  package let path: String?
  /// Optional capabilities that it was built with.
  package let abilities: [String]
  /// The reason why it cannot be used, in one sentence; nil if it can.
  package let problem: String?

  /// The libraries that the kernel requires.
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
        name: "SQLite", version: SQLDatabase.version, path: path("libsqlite3"),
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
