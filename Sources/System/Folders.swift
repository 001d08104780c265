import FoundationEssentials

/// The folders in which the kernel keeps its files, and the one in which Jupyter finds it.
///
/// All of them are in this table and follow one rule, the first of
/// 1. the folder's own variable (`DEPHN_CACHE=/big/cache`), in which `~/` is the home folder;
/// 2. the variable of the XDG base directories, and the kernel's own folder below it;
/// 3. the default of XDG, below `HOME`.
///
/// Paths are absolute. A relative path in an XDG variable counts as unset, as the XDG specification
/// requires; in a folder's own variable, which was set for this program, it is an error.
package struct Folders: Sendable, Equatable {
  /// The purpose of a folder.
  package enum Kind: Sendable, CaseIterable {
    /// Data files in a folder that the person names.
    case namedData
    /// Data frames handed over by a Python program.
    case frames
    /// Data files shared by all notebooks.
    case sharedData
    /// The columns of large text files.
    case cache
    /// Output of cells beyond the limit that is shown.
    case output
    /// Records of training runs.
    case runs
    /// The file with the history of cells of all notebooks.
    case history
    /// The person's Jupyter folder, with kernels in its folder `kernels`.
    case jupyter
  }

  /// A row of the table.
  private struct Row {
    /// The folder's own variable.
    var variable: String?
    /// True if that variable, set but empty, means that nothing is kept.
    var canBeOff = false
    /// The XDG variable, its default below `HOME`, and our own folder below either.
    var base: (variable: String, usual: String, below: String)?
  }

  private static func row(_ kind: Kind) -> Row {
    let data = ("XDG_DATA_HOME", ".local/share")
    let cache = ("XDG_CACHE_HOME", ".cache")
    let state = ("XDG_STATE_HOME", ".local/state")
    func base(_ base: (String, String), _ below: String) -> (String, String, String) {
      (base.0, base.1, below)
    }
    return switch kind {
    case .namedData: Row(variable: "DEPHN_DATA")
    case .frames: Row(variable: "DEPHN_FRAMES")
    case .sharedData: Row(base: base(data, "dephn/data"))
    case .cache: Row(variable: "DEPHN_CACHE", base: base(cache, "dephn"))
    case .output: Row(base: base(cache, "dephn/output"))
    case .runs: Row(variable: "DEPHN_RUNS", canBeOff: true, base: base(state, "dephn/runs"))
    case .history:
      Row(variable: "DEPHN_HISTORY", canBeOff: true, base: base(data, "dephn/history.sqlite"))
    case .jupyter: Row(variable: "JUPYTER_DATA_DIR", base: base(data, "jupyter"))
    }
  }

  private let environment: [String: String]

  /// Takes the environment variables, by default those of this process.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  /// The path of a folder, or of the history file; it need not exist.
  ///
  /// - Throws: `FolderError` if no path is set.
  package func path(_ kind: Kind) throws(FolderError) -> String {
    let row = Self.row(kind)
    if let variable = row.variable, let value = environment[variable] {
      if !value.isEmpty {
        let path = try expanded(value)
        if path.hasPrefix("/") { return path }
        throw .relative(variable: variable, path: value)
      }
      if row.canBeOff { throw .off(variable: variable) }
    }
    guard let base = row.base else { throw .unnamed }
    if let named = environment[base.variable], named.hasPrefix("/") {
      return Self.path(base.below, in: named)
    }
    return Self.path("\(base.usual)/\(base.below)", in: try home())
  }

  /// The person's home folder, from `HOME`.
  ///
  /// - Throws: `FolderError.noHome` if it is unset, empty or not an absolute path.
  package func home() throws(FolderError) -> String {
    guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
    return home
  }

  /// The path with a leading `~` or `~/` replaced by the home folder.
  ///
  /// - Throws: `FolderError.noHome` if it starts with `~` and there is no home folder.
  package func expanded(_ path: String) throws(FolderError) -> String {
    if path == "~" { return try home() }
    return path.hasPrefix("~/") ? Self.path(path.dropFirst(2), in: try home()) : path
  }

  /// The path of `name` below a folder.
  package static func path(_ name: some StringProtocol, in folder: String) -> String {
    var folder = folder
    while folder.hasSuffix("/") { folder.removeLast() }
    return "\(folder)/\(name)"
  }
}

/// The reason why a folder has no path.
package enum FolderError: Error, Equatable {
  /// It is below the home folder, and `HOME` is unset, empty or not an absolute path.
  case noHome
  /// Its own variable holds a path that is not absolute.
  case relative(variable: String, path: String)
  /// Its own variable is empty, which means that nothing is kept.
  case off(variable: String)
  /// Its variable is unset, and it has no default.
  case unnamed
}
