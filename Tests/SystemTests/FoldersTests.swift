import System
import Testing

/// The table of folders under the variables that name them.
@Suite struct FoldersTests {
  private func path(
    _ kind: Folders.Kind, _ environment: [String: String]
  ) throws(FolderError) -> String {
    try Folders(environment: environment).path(kind)
  }

  /// Kind, own variable, XDG's variable, default below the home folder, and what is below XDG's.
  private static let table: [(Folders.Kind, String?, String, String, String)] = [
    (.sharedData, nil, "XDG_DATA_HOME", ".local/share", "dephn/data"),
    (.cache, "DEPHN_CACHE", "XDG_CACHE_HOME", ".cache", "dephn"),
    (.output, nil, "XDG_CACHE_HOME", ".cache", "dephn/output"),
    (.runs, "DEPHN_RUNS", "XDG_STATE_HOME", ".local/state", "dephn/runs"),
    (.history, "DEPHN_HISTORY", "XDG_DATA_HOME", ".local/share", "dephn/history.sqlite"),
    (.jupyter, "JUPYTER_DATA_DIR", "XDG_DATA_HOME", ".local/share", "jupyter"),
  ]

  private static let values: [String?] = [nil, "", "relative/x", "/absolute/x", "~/x", "~"]

  /// The path that follows from a folder's own variable, the XDG variable and `HOME`, computed independently.
  private static func expected(
    own: String?, xdg: String?, home: String?, variable: String?, canBeOff: Bool, usual: String,
    below: String
  ) -> Result<String, FolderError> {
    let home = home.flatMap { $0.hasPrefix("/") ? $0 : nil }
    if let variable, let own {
      switch own {
      case "" where canBeOff: return .failure(.off(variable: variable))
      case "": break
      case "/absolute/x": return .success(own)
      case "~/x": return home.map { .success($0 + "/x") } ?? .failure(.noHome)
      case "~": return home.map { .success($0) } ?? .failure(.noHome)
      default: return .failure(.relative(variable: variable, path: own))
      }
    }
    if xdg == "/absolute/x" { return .success("/absolute/x/\(below)") }
    return home.map { .success("\($0)/\(usual)/\(below)") } ?? .failure(.noHome)
  }

  @Test(arguments: table.indices) func everyCombinationOfVariables(row: Int) throws {
    let (kind, variable, xdgVariable, usual, below) = Self.table[row]
    var combinations = 0
    for own in variable == nil ? [nil] : Self.values {
      for xdg in Self.values {
        #expect(try Folders(environment: ["HOME": "/"]).expanded("~") == "/")
        for home in [nil, "", "home", "/home/ada"] {
          var environment: [String: String] = [:]
          if let variable { environment[variable] = own }
          environment[xdgVariable] = xdg
          environment["HOME"] = home
          let found = Result { () throws(FolderError) in try path(kind, environment) }
          let expected = Self.expected(
            own: own, xdg: xdg, home: home, variable: variable,
            canBeOff: kind == .runs || kind == .history, usual: usual, below: below)
          #expect(found == expected, "\(kind) with \(environment)")
          combinations += 1
        }
      }
    }
    #expect(combinations == (variable == nil ? 24 : 144))
  }

  @Test func defaultsLieBelowTheHomeFolder() throws {
    let home = ["HOME": "/home/ada"]
    let paths = try Folders.Kind.allCases.filter { ![.namedData, .frames].contains($0) }
      .map { try path($0, home) }
    #expect(
      paths == [
        "/home/ada/.local/share/dephn/data", "/home/ada/.cache/dephn",
        "/home/ada/.cache/dephn/output", "/home/ada/.local/state/dephn/runs",
        "/home/ada/.local/share/dephn/history.sqlite", "/home/ada/.local/share/jupyter",
      ])
  }

  @Test func aVariableNamesTheFolderOfData() throws {
    #expect(throws: FolderError.unnamed) { try path(.namedData, ["HOME": "/home/ada"]) }
    #expect(throws: FolderError.unnamed) { try path(.namedData, ["DEPHN_DATA": ""]) }
    #expect(throws: FolderError.relative(variable: "DEPHN_DATA", path: "sets")) {
      try path(.namedData, ["DEPHN_DATA": "sets"])
    }
    #expect(
      try path(.namedData, ["DEPHN_DATA": "~/sets", "HOME": "/home/ada"]) == "/home/ada/sets")
    #expect(try path(.namedData, ["DEPHN_DATA": "/sets"]) == "/sets")
  }

  @Test func trailingSlashesAreIgnored() throws {
    #expect(try path(.cache, ["XDG_CACHE_HOME": "/x//"]) == "/x/dephn")
    #expect(try path(.cache, ["XDG_CACHE_HOME": "/"]) == "/dephn")
    #expect(try path(.cache, ["HOME": "/home/ada/"]) == "/home/ada/.cache/dephn")
    #expect(try path(.cache, ["HOME": "/"]) == "/.cache/dephn")
  }

  @Test func aTildeIsTheHomeFolder() throws {
    let folders = Folders(environment: ["HOME": "/home/ada/"])
    #expect(try folders.expanded("~") == "/home/ada/")
    #expect(try folders.expanded("~/a/~") == "/home/ada/a/~")
    #expect(try folders.expanded("~ada/a") == "~ada/a" && folders.expanded("a/~/b") == "a/~/b")
    #expect(try Folders(environment: ["HOME": "/"]).expanded("~") == "/")
    for home in [nil, "", "home"] {
      var folders = Folders(environment: [:])
      if let home { folders = Folders(environment: ["HOME": home]) }
      #expect(throws: FolderError.noHome) { try folders.expanded("~/a") }
      #expect(try folders.expanded("/a") == "/a")
    }
  }
}
