import FoundationEssentials

/// Where this program keeps what outlives it, by the XDG base directories.
struct Places {
  private let environment: [String: String]

  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
  }

  /// The history of all notebooks' cells: `DEPHN_HISTORY`, by default
  /// `~/.local/share/dephn/history.sqlite`; nil if that variable is empty.
  var historyFile: String? {
    if let named = environment["DEPHN_HISTORY"] { return named.isEmpty ? nil : named }
    return folder("XDG_DATA_HOME", ".local/share").map { "\($0)/dephn/history.sqlite" }
  }

  /// The records of runs: `DEPHN_RUNS`, by default `~/.local/state/dephn/runs`; nil if that variable
  /// is empty.
  var runsFolder: String? {
    if let named = environment["DEPHN_RUNS"] { return named.isEmpty ? nil : named }
    return folder("XDG_STATE_HOME", ".local/state").map { "\($0)/dephn/runs" }
  }

  /// What cells show beyond their limit: `~/.cache/dephn/output`.
  var outputFolder: String? { folder("XDG_CACHE_HOME", ".cache").map { "\($0)/dephn/output" } }

  /// The folder that a variable names, if it names one from the root as it must.
  private func folder(_ variable: String, _ usual: String) -> String? {
    if let named = environment[variable], named.hasPrefix("/") { return named }
    return environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/\(usual)" }
  }
}
