package import Engine
import FoundationEssentials

extension FirstLayers {
  /// By table, unless the environment variable `DEPHN_FIRST_LAYER` is `dense`, for comparison.
  package static let wanted =
    ProcessInfo.processInfo.environment["DEPHN_FIRST_LAYER"] == "dense" ? dense : byTable

  /// Its name in files and journals.
  package var name: String { self == .dense ? "dense" : "table" }
}
