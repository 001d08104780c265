import FoundationEssentials

/// The folders in which the kernel keeps what outlives it, and those in which Jupyter looks for it.
///
/// The one table of them, and the one rule: the first of
/// 1. the folder's own variable (`DEPHN_CACHE=/big/cache`), in which `~/` is the home folder;
/// 2. the variable of the XDG base directories, and the kernel's own folder below it;
/// 3. what XDG says for a variable that is unset, below `HOME`.
///
/// Paths are absolute. A relative one in a variable of XDG counts as unset, as its specification
/// wants; one in a folder's own variable, which somebody set for this program, is an error.
package struct Folders: Sendable, Equatable {
  /// What a folder is for.
  package enum Kind: Sendable, CaseIterable {
    /// Data files that a person has named.
    case namedData
    /// Data frames that a Python program hands over.
    case frames
    /// Data files of all notebooks.
    case sharedData
    /// The columns of large text files.
    case cache
    /// What cells show beyond their limit.
    case output
    /// The records of training runs.
    case runs
    /// The file with the cells of all notebooks.
    case history
    /// Kernels, in the folder `kernels`, that every Jupyter of the person finds.
    case jupyter
  }

  /// A row of the table.
  private struct Row {
    /// The folder's own variable.
    var variable: String?
    /// Whether that variable, set but empty, means that nothing is to be kept.
    var canBeOff = false
    /// What XDG says: its variable, the default below `HOME`, and what is ours below either.
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

  /// Takes the variables; those of this process, if none are given.
  package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  /// The path of a folder, or of the history's file; it need not exist.
  ///
  /// - Throws: `FolderError` if there is none.
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

  /// The home folder of the person: what `HOME` says.
  ///
  /// - Throws: `FolderError.noHome` if it is unset, empty or no absolute path.
  package func home() throws(FolderError) -> String {
    guard let home = environment["HOME"], home.hasPrefix("/") else { throw .noHome }
    return home
  }

  /// A path with the home folder for `~`, alone or before a slash at its start.
  ///
  /// - Throws: `FolderError.noHome` if it needs one.
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

/// Why there is no such folder.
package enum FolderError: Error, Equatable {
  /// It would lie in the home folder, and `HOME` is unset, empty or no absolute path.
  case noHome
  /// Its own variable holds a path that is not absolute.
  case relative(variable: String, path: String)
  /// Its own variable is empty, which says that nothing is to be kept.
  case off(variable: String)
  /// Nobody has named it, and it has no default.
  case unnamed
}
