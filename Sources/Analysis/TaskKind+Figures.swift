package import DataSets
package import Display

extension Task.Kind {
  /// The name of what tasks of the kind are judged by.
  var qualityName: String { self == .binary ? "AUC" : "R²" }
  /// Its name in rows, as in those of `evaluate`.
  var qualityKey: String { self == .binary ? "auc" : "r2" }

  /// The format of its predictions and losses: those of a regression have the units of its labels.
  package func format(decimals: Int, isDifference: Bool = false) -> NumberFormat {
    switch self {
    case .binary: isDifference ? .signed(decimals) : .fixed(decimals)
    case .regression: isDifference ? .signedAnyScale : .anyScale
    }
  }
}
